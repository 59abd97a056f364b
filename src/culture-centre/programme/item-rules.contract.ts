import { z } from 'zod';
import { timeOfDay } from '../../kernel/contract.js';

/** How people are let in: at a time of the day, to a seat with a number, or to any seat. */
export const entry = z.enum(['timed', 'numbered', 'unnumbered']);
export type Entry = z.output<typeof entry>;

const minutes = (most: number) => z.int().min(0).max(most);

/** The rules of one exhibition or performance; each has a usual value, and staff may set another. */
export const itemRules = z
  .strictObject({
    bookDaysAhead: z.int().min(0).max(365).meta({ description: 'Days before a slot on which it can be booked' }),
    bookFromTime: timeOfDay.meta({ description: 'The hour of that day from which it can be booked' }),
    lastEntryMinutes: minutes(480)
      .nullable()
      .meta({ description: 'Last entry, in minutes before the end of the slot; null: when it begins' }),
    doorsOpenMinutes: minutes(240).meta({ description: 'Minutes before the start from which tickets open the door' }),
    largestParty: z.int().min(1).max(50).meta({ description: 'Most visitors of one account, on one day' }),
    mostChildren: z.int().min(0).max(50).meta({ description: 'Most of them below the age of a child' }),
    childBelowAge: z.int().min(1).max(18),
    seniorFromAge: z.int().min(50).max(100),
    realName: z
      .boolean()
      .meta({ description: 'Each visitor gives name and document; one ticket per document and day' }),
    transferable: z.boolean().meta({ description: 'A ticket may be passed on to somebody else, by name' }),
    waitingList: z.boolean(),
    releaseHours: z.int().min(1).max(720).nullable().meta({
      description: 'Hours before the start from which freed places are whoever asks first; null: never',
    }),
    unclaimedMinutes: minutes(480).nullable().meta({
      description: 'Minutes after the start after which places of those who did not come are free for walk-ins',
    }),
    paymentHours: z.int().min(1).max(240).meta({ description: 'How long an unpaid order is held' }),
    refundHours: z
      .int()
      .min(0)
      .max(720)
      .meta({ description: 'Hours before the start until which what was paid is paid back' }),
    holdMinutes: z.int().min(1).max(60).meta({ description: 'How long chosen seats are held until the order is made' }),
    noSingles: z.boolean().meta({ description: 'No single seat may be left between taken ones' }),
    houseReleaseHours: z
      .int()
      .min(0)
      .max(720)
      .meta({ description: 'Hours before the start at which house seats are sold' }),
    accessibleReleaseHours: z.int().min(0).max(720).meta({
      description: 'Hours before the start at which accessible places are sold to everybody',
    }),
    largestGroup: z.int().min(0).max(500).meta({ description: 'Largest group booking; 0: none are taken' }),
  })
  .meta({ id: 'ProgrammeItemRules' });
export type ItemRules = z.output<typeof itemRules>;

/** In mainland museums: seven days ahead from 17:00, five people an account and day, at most three of them children. */
const usual: ItemRules = {
  bookDaysAhead: 7,
  bookFromTime: '17:00',
  lastEntryMinutes: 30,
  doorsOpenMinutes: 15,
  largestParty: 5,
  mostChildren: 3,
  childBelowAge: 14,
  seniorFromAge: 60,
  realName: true,
  transferable: false,
  waitingList: true,
  releaseHours: null,
  unclaimedMinutes: null,
  paymentHours: 24,
  refundHours: 24,
  holdMinutes: 10,
  noSingles: true,
  houseReleaseHours: 24,
  accessibleReleaseHours: 48,
  largestGroup: 60,
};

export function usualRules(entry: Entry): ItemRules {
  if (entry === 'timed') return usual;
  const performance = {
    ...usual,
    bookDaysAhead: 30,
    bookFromTime: '09:00',
    lastEntryMinutes: null,
    doorsOpenMinutes: 45,
  };
  const open = { realName: false, transferable: true, largestParty: 6, mostChildren: 6, largestGroup: 0 };
  // Of numbered seats those that come free are on the map at once, for everybody.
  return { ...performance, ...open, waitingList: entry === 'unnumbered' };
}
