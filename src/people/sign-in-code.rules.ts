/** How sign-in codes are given out. Strict per number, loose per address: a whole factory shares one. */
export const codeRules = {
  digits: 6,
  validMinutes: 5,
  secondsBetweenSends: 60,
  tries: 5,
  sendsPerDay: 10,
  sendsPerMinuteAndAddress: 300,
} as const;

/** Days that a resident stays signed in; hours that a member of staff does. */
export const signInRules = {
  residentDays: 30,
  staffHours: 12,
  staffTries: 5,
  staffLockMinutes: 15,
  /** Each try costs a slow hash; an office of clerks who all begin at eight stays far below. */
  staffTriesPerMinuteAndAddress: 30,
} as const;
