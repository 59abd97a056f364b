/** How far ahead reminders are planned, how late one is still worth sending, and how patiently sending is tried. */
export const reminderRules = {
  horizonHours: 48,
  /** A reminder that could not be planned in time is not sent when it is older than this. */
  latestHours: 2,
  /** With the doubling pause, about an hour: a reminder is still worth sending then. */
  mostTries: 7,
  /** Of what was noted, so many acts become messages at a time, and so many in one run of the sender. */
  notesAtOnce: 20,
  mostNotes: 2_000,
  groupSize: 100,
  /** Of a group; a worker that dies leaves so many undelivered until their claim counts as lost. */
  deliveredAtOnce: 10,
  groupsAtOnce: 50,
  /** After this a claimed message counts as lost with its job, and is due again. */
  claimMinutes: 10,
} as const;

/** Minutes until the next try: 1, 2, 4, 8 … */
export function minutesUntilNextTry(triesSoFar: number): number {
  return 2 ** Math.max(triesSoFar - 1, 0);
}
