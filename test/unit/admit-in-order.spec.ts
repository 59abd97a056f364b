import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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
    expect(inWords(asked, { a: pool() })).toEqual(['waiting 1', 'waiting 2']);
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
    expect(inWords([ask({ places: 4 })], { a: pool() })).toEqual(['admission.party_too_large']);
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
          const taken = parties.filter((_, index) => granted[index]?.state === 'confirmed').reduce((a, b) => a + b, 0);
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
