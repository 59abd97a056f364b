import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admissionRefusals } from '../../src/admission/admission.errors.js';
import { admitInOrder } from '../../src/admission/admit.rules.js';
import type { Asked, PoolNow } from '../../src/admission/admit.rules.js';
import type { OwnBooking } from '../../src/admission/booking.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
const now = at('2026-08-20 10:00');

const pool = (overrides: Partial<PoolNow> = {}): PoolNow => ({
  title: '国画',
  titleEn: 'Painting',
  opensAt: at('2026-08-18 09:00'),
  closesAt: at('2026-09-15 21:00'),
  startsAt: at('2026-09-08 19:00'),
  endedAt: null,
  minAge: null,
  maxAge: null,
  ageOn: Temporal.PlainDate.from('2026-09-01'),
  audience: 'everyone',
  limitPerPerson: null,
  largestParty: 3,
  capacity: 2,
  taken: 0,
  waiting: 0,
  waitingList: true,
  feeFen: 0,
  paymentHours: 48,
  releaseHours: null,
  ...overrides,
});
const person = { name: '王小明', birthOn: null, livesInZone: false, worksInZone: false };
const ask = (overrides: Partial<Asked> = {}): Asked => ({ poolId: 'a', places: 1, person, own: [], ...overrides });
const own = (overrides: Partial<OwnBooking>): OwnBooking => ({
  ...{ bookingId: 'mine', reference: 'E7KM-4QXR', state: 'confirmed', isSame: false, isInGroup: false },
  ...{ position: null, clash: null, title: '二胡', titleEn: 'Erhu', ...overrides },
});
const inWords = (asked: readonly Asked[], pools: Record<string, PoolNow>, moment = now) =>
  admitInOrder(asked, new Map(Object.entries(pools)), moment, zone).map((decision) =>
    'refused' in decision
      ? decision.refused.code
      : `${decision.granted.state}${decision.granted.position ? ` ${decision.granted.position}` : ''}`,
  );

describe('requests that arrive together', () => {
  it('get the places in their order, and the others the line', () => {
    expect(inWords([ask(), ask(), ask(), ask()], { a: pool() })).toEqual([
      'confirmed',
      'confirmed',
      'waiting 1',
      'waiting 2',
    ]);
  });

  it('leave no trace for the next when they are refused', () => {
    const nobody = ask({ person: { ...person, name: null } });
    expect(inWords([nobody, ask(), nobody, ask()], { a: pool() })).toEqual([
      'admission.profile_incomplete',
      'confirmed',
      'admission.profile_incomplete',
      'confirmed',
    ]);
  });

  it('do not overtake those who wait, also where a smaller party would fit', () => {
    const asked = [ask({ places: 3 }), ask({ places: 1 })];
    expect(inWords(asked, { a: pool({ capacity: 3, taken: 1 }) })).toEqual(['waiting 1', 'waiting 2']);
    expect(inWords([ask()], { a: pool({ waiting: 1 }) })).toEqual(['waiting 2']);
  });

  it('find no line where it is closed', () => {
    expect(inWords([ask(), ask(), ask()], { a: pool({ waitingList: false }) }).at(-1)).toBe(
      'admission.full_without_waiting_list',
    );
  });

  it('take free places before the line once these are released, those in line too', () => {
    const released = pool({ capacity: 3, taken: 1, waiting: 2, releaseHours: 24 });
    const inLine = ask({ own: [own({ isSame: true, state: 'waiting', position: 2 })] });
    const later = at('2026-09-07 19:00');
    expect(inWords([ask(), inLine, ask()], { a: released }, later)).toEqual(['confirmed', 'confirmed', 'waiting 2']);
    expect(inWords([inLine], { a: released })).toEqual(['admission.already_booked']);
  });

  it('hear where they stand in line after others have left it', () => {
    const released = pool({ capacity: 3, taken: 1, waiting: 4, releaseHours: 24 });
    const inLine = (position: number, places = 1) =>
      ask({ places, own: [own({ isSame: true, state: 'waiting', position })] });
    const decisions = admitInOrder(
      [inLine(2), inLine(1, 3), inLine(4, 3), inLine(3), inLine(4)],
      new Map([['a', released]]),
      at('2026-09-07 19:00'),
      zone,
    );
    const positions = decisions.map((one) => ('refused' in one ? one.refused.facts.position : one.granted.state));
    expect(positions).toEqual(['confirmed', 1, 3, 'confirmed', 2]);
  });

  it('are refused a party that is larger than the pool takes', () => {
    expect(inWords([ask({ places: 4 })], { a: pool({ capacity: 9 }) })).toEqual(['admission.party_too_large']);
    expect(inWords([ask({ places: 3 })], { a: pool({ capacity: 2 }) })).toEqual(['admission.party_too_large']);
  });

  it('are a group of any size where staff look at it', () => {
    expect(inWords([ask({ places: 30, ofAnySize: true })], { a: pool({ capacity: 40 }) })).toEqual(['confirmed']);
  });

  it('come with fewer where they would rather than wait', () => {
    const decided = admitInOrder([ask({ places: 3, fewest: 2 })], new Map([['a', pool()]]), now, zone);
    expect(decided).toMatchObject([{ granted: { state: 'confirmed', places: 2 } }]);
    expect(inWords([ask({ places: 3, fewest: 2 })], { a: pool({ capacity: 4, taken: 3 }) })).toEqual(['waiting 1']);
    expect(inWords([ask({ places: 3, fewest: 2 })], { a: pool({ capacity: 4, waiting: 1 }) })).toEqual(['waiting 2']);
  });

  it('hold places until they are completed, and do not wait for that', () => {
    const holding = { holdMinutes: 10, neverWaits: true };
    const [first, second] = admitInOrder(
      [ask(holding), ask(holding)],
      new Map([['a', pool({ capacity: 1 })]]),
      now,
      zone,
    );
    expect(first).toMatchObject({ granted: { state: 'held', holdsUntil: now.add({ minutes: 10 }) } });
    expect(second).toMatchObject({ refused: { code: 'admission.full' } });
  });

  it('owe what each of their places costs', () => {
    const paid = admitInOrder([ask({ places: 2, feesFen: [0, 4_000] })], new Map([['a', pool()]]), now, zone);
    expect(paid).toMatchObject([{ granted: { state: 'awaiting_payment' } }]);
    expect(inWords([ask({ places: 2, feesFen: [0, 0] })], { a: pool({ feeFen: 5_000 }) })).toEqual(['confirmed']);
  });

  it("are asked by the feature's own rules, which hear what those before were granted", () => {
    const seats = new Set<string>();
    const wish = (seat: string, overrides: Partial<Asked> = {}) => {
      const assert = () => {
        if (seats.has(seat)) throw admissionRefusals.full({ free: 0, waiting: 0 });
      };
      return ask({ rules: { assert, granted: () => seats.add(seat) }, ...overrides });
    };
    const nobody = { person: { ...person, name: null } };
    const asked = [wish('3-12', nobody), wish('3-12'), wish('3-12'), wish('3-13')];
    expect(inWords(asked, { a: pool() })).toEqual([
      'admission.profile_incomplete',
      'confirmed',
      'admission.full',
      'confirmed',
    ]);
  });

  it('never get more places than there are, whatever comes, and wait without gaps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 30 }),
        (capacity, parties) => {
          const decisions = admitInOrder(
            parties.map((places) => ask({ places })),
            new Map([['a', pool({ capacity })]]),
            now,
            zone,
          );
          const granted = decisions.flatMap((decision) => ('granted' in decision ? [decision.granted] : []));
          const placed = granted.filter(({ state }) => state === 'confirmed');
          const taken = placed.reduce((sum, { places }) => sum + places, 0);
          const positions = granted.flatMap(({ position }) => position ?? []);
          expect(taken).toBeLessThanOrEqual(capacity);
          expect(positions).toEqual(positions.map((_, index) => index + 1));
        },
      ),
    );
  });

  it('for different pools do not touch each other', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b'), { maxLength: 20 }), (order) => {
        const pools = { a: pool(), b: pool({ capacity: 3 }) };
        const together = inWords(
          order.map((poolId) => ask({ poolId })),
          pools,
        );
        for (const one of ['a', 'b'] as const) {
          const alone = inWords(
            order.filter((poolId) => poolId === one).map((poolId) => ask({ poolId })),
            pools,
          );
          expect(together.filter((_, index) => order[index] === one)).toEqual(alone);
        }
      }),
    );
  });
});
