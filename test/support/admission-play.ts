import fc from 'fast-check';
import type { NewPool } from '../../src/admission/index.js';
import { isBefore, Temporal } from '../../src/kernel/time.js';
import type { Instant } from '../../src/kernel/time.js';
import { evening, moment } from './given-admission.js';
import type { State } from './rush-history.js';

/** People, pools and bookings are called by their number, bookings in order of arrival. */
export interface PlaceAsked {
  readonly person: number;
  readonly pool: number;
  readonly places: number;
  readonly fewest?: number;
  readonly holdMinutes?: number;
}

type Said<Outcome> = Outcome | Promise<Outcome>;

/** Whoever gives out places: the engine, or the model that says what the engine has to do. */
export interface House {
  book(asks: readonly PlaceAsked[]): Said<string[]>;
  withdraw(booking: number): Said<string>;
  accept(booking: number): Said<string>;
  decline(booking: number): Said<string>;
  change(pool: number, change: { readonly waitingList?: boolean; readonly more?: number }): Said<string>;
  lapse(): Said<string>;
  held(): Said<Held>;
}

/** All that a house holds; who waits stands in order of arrival. */
export interface Held {
  readonly pools: readonly { readonly capacity: number; readonly taken: number; readonly waiting: number }[];
  readonly bookings: readonly {
    readonly person: number;
    readonly pool: number;
    readonly places: number;
    readonly state: State;
    readonly until: string | null;
  }[];
}

export type Operation =
  | { readonly act: 'book'; readonly asks: readonly PlaceAsked[] }
  /** The nth of the bookings that it suits, or of all where none does or `any` says so. */
  | { readonly act: 'withdraw' | 'accept' | 'decline'; readonly nth: number; readonly any: boolean }
  | { readonly act: 'capacity'; readonly pool: number; readonly more: number }
  | { readonly act: 'line'; readonly pool: number; readonly isOpen: boolean }
  /** So many hours pass, or null: as many as are left of the hold that ends first. */
  | { readonly act: 'pass' | 'lapse'; readonly hours: number | null };

const suits: Readonly<Record<'withdraw' | 'accept' | 'decline', readonly State[]>> = {
  withdraw: ['confirmed', 'awaiting_payment', 'held', 'waiting', 'offered'],
  accept: ['offered', 'held'],
  decline: ['offered'],
};

/** Carries it out; the clock is moved by the caller. */
export async function carryOut(house: House, operation: Operation): Promise<string | string[]> {
  switch (operation.act) {
    case 'book':
      return house.book(operation.asks);
    case 'capacity':
      return house.change(operation.pool, { more: operation.more });
    case 'line':
      return house.change(operation.pool, { waitingList: operation.isOpen });
    case 'pass':
      return 'done';
    case 'lapse':
      return house.lapse();
    case 'withdraw':
    case 'accept':
    case 'decline': {
      const numbered = (await house.held()).bookings.map(({ state }, number) => ({ state, number }));
      const suited = numbered.filter(({ state }) => suits[operation.act].includes(state));
      const among = suited.length === 0 || operation.any ? numbered : suited;
      const chosen = among[operation.nth % among.length];
      return chosen ? house[operation.act](chosen.number) : 'nothing to do';
    }
  }
}

/** How long it takes, as an ISO 8601 duration. */
export function timeOf({ hours }: { readonly hours: number | null }, { bookings }: Held, now: Instant): string {
  const ends = bookings.flatMap(({ until }) => (until === null ? [] : [Temporal.Instant.from(until)]));
  const [next] = ends.filter((end) => isBefore(now, end)).sort((a, b) => Temporal.Instant.compare(a, b));
  return hours === null ? (next?.since(now).toString() ?? 'PT0H') : `PT${hours}H`;
}

export const people = 5;
export const pools = 3;

/** Some would come with fewer, some choose now and complete it later. */
const ask: fc.Arbitrary<PlaceAsked> = fc
  .record({
    person: fc.nat(people - 1),
    pool: fc.nat(pools - 1),
    places: fc.constantFrom(1, 1, 1, 2, 3),
    how: fc.constantFrom<object>({}, {}, {}, { fewest: 1 }, { fewest: 2 }, { holdMinutes: 10 }),
  })
  .map(({ how, ...one }) => ({ ...one, ...how }));
/** One person is in a batch once, so that what is asked together is one batch; often it is for one pool. */
const together = fc
  .tuple(fc.uniqueArray(ask, { minLength: 2, maxLength: people, selector: ({ person }) => person }), fc.boolean())
  .map(([asks, isRush]) => asks.map((one) => ({ ...one, pool: isRush ? (asks[0]?.pool ?? 0) : one.pool })));
const about = { nth: fc.nat(20), any: fc.constantFrom(false, false, false, true) };

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ act: fc.constant('book' as const), asks: ask.map((one) => [one]) }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('book' as const), asks: together }) },
    {
      weight: 7,
      arbitrary: fc.record({
        act: fc.constantFrom('withdraw' as const, 'withdraw', 'accept', 'accept', 'decline'),
        ...about,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        act: fc.constant('capacity' as const),
        pool: fc.nat(pools - 1),
        more: fc.constantFrom(1, 2, -1, -2),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ act: fc.constant('line' as const), pool: fc.nat(pools - 1), isOpen: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constantFrom('pass' as const, 'lapse'),
        hours: fc.constantFrom(null, null, null, 0, 1, 11, 25),
      }),
    },
  ),
  { minLength: 5, maxLength: 50, size: 'max' },
);

const evenings = {
  soon: { startsAt: moment('2026-08-21 19:00'), occupies: [evening('2026-08-21')] },
  soonAndLater: {
    startsAt: moment('2026-08-21 20:00'),
    occupies: [evening('2026-08-21', '20:00', '21:00'), evening('2026-08-28')],
  },
  soonAndNext: { startsAt: moment('2026-08-21 20:30'), occupies: [evening('2026-08-21', '20:30', '22:00')] },
  later: { startsAt: moment('2026-08-28 19:00'), occupies: [evening('2026-08-28')] },
};

/** Three pools of which some share a limit, some clash, some have a fee, a closed line, parties or a release. */
export const poolsAtOnce: fc.Arbitrary<readonly Partial<NewPool>[]> = fc.array(
  fc
    .record({
      when: fc.constantFrom(...Object.values(evenings)),
      capacity: fc.integer({ min: 1, max: 4 }),
      largestParty: fc.constantFrom(1, 3),
      waitingList: fc.constantFrom(true, true, true, false),
      feeFen: fc.constantFrom(0, 0, 50_000),
      paymentHours: fc.constantFrom(2, 48),
      releaseHours: fc.constantFrom(null, 24, 168),
      opensAt: fc.constantFrom(moment('2026-08-18 09:00'), moment('2026-08-18 09:00'), moment('2026-08-20 11:00')),
      closesAt: fc.constantFrom(moment('2026-09-15 21:00'), moment('2026-09-15 21:00'), moment('2026-08-21 12:00')),
      limitPerPerson: fc.constantFrom(null, null, 1, 2),
    })
    .map(({ when, ...pool }) => ({ ...when, ...pool })),
  { minLength: pools, maxLength: pools },
);
