import fc from 'fast-check';
import type { LeaseState } from '../../src/apartments/leases/lease.lifecycle.js';
import { Temporal } from '../../src/kernel/time.js';

/** Days are counted from 2026-01-01; it is today on day 40. */
export const today = 40;
export const dateOf = (day: number): string => Temporal.PlainDate.from('2026-01-01').add({ days: day }).toString();

export interface HistoryLease {
  readonly unit: number;
  readonly state: LeaseState;
  /** [from, until) */
  readonly from: number;
  readonly until: number;
  readonly keysGiven: number | null;
  readonly keysBack: number | null;
  /** The lease that this one follows, by its number. */
  readonly previous: number | null;
  readonly renewal: { readonly state: string; readonly reason: string | null } | null;
  readonly endReason: string | null;
}

/** Units, leases and outages by their number. */
export interface LettingHistory {
  readonly units: readonly { readonly building: number; readonly layout: string }[];
  readonly leases: readonly HistoryLease[];
  readonly outages: readonly { readonly unit: number; readonly from: number; readonly until: number | null }[];
}

const isBinding = (state: LeaseState) => ['held', 'signed', 'let', 'ended'].includes(state);

const wish = fc.record({
  gap: fc.constantFrom(0, 0, 1, 5),
  nights: fc.integer({ min: 1, max: 25 }),
  state: fc.constantFrom<LeaseState>('let', 'let', 'ended', 'ended', 'ended', 'held', 'signed', 'lapsed', 'withdrawn'),
  keys: fc.constantFrom('never', 'given', 'given', 'given'),
  /** The keys are back so many days before or after the last day. */
  back: fc.option(fc.integer({ min: -3, max: 12 })),
  follows: fc.constantFrom('none', 'own', 'own', 'any'),
  any: fc.nat(),
  renewal: fc.option(fc.constantFrom('asked', 'offered', 'agreed', 'declined', 'refused', 'lapsed')),
  endReason: fc.option(fc.constantFrom('换工作', 'renewed')),
});
type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

const outage = fc.record({ gap: fc.nat({ max: 25 }), nights: fc.option(fc.integer({ min: 1, max: 20 })) });

const unit = fc.record({
  building: fc.nat({ max: 2 }),
  layout: fc.constantFrom('单身公寓', '一室一厅'),
  starts: fc.nat({ max: 30 }),
  leases: fc.array(wish, { maxLength: 6 }),
  outages: fc.array(outage, { maxLength: 3 }),
});

/** Whatever the guards of the database let be written: no unit is let twice on a day, no key is out twice. */
export const histories: fc.Arbitrary<LettingHistory> = fc.array(unit, { maxLength: 7 }).map((wanted) => {
  const leases: HistoryLease[] = [];
  for (const [index, { starts, leases: wishes }] of wanted.entries()) lay(leases, index, starts, wishes);
  const outages = wanted.flatMap(({ outages: stretches }, index) => {
    let day = 0;
    return stretches.flatMap(({ gap, nights }) => {
      if (day === Infinity) return [];
      const from = day + gap;
      day = nights === null ? Infinity : from + nights;
      return [{ unit: index, from, until: nights === null ? null : day }];
    });
  });
  return { units: wanted.map(({ building, layout }) => ({ building, layout })), leases, outages };
});

function lay(leases: HistoryLease[], unitIndex: number, starts: number, wishes: readonly Wish[]): void {
  let day = starts;
  let keysFree = -Infinity;
  let own: number | null = null;
  for (const { gap, nights, state, keys, back, follows, any, renewal, endReason } of wishes) {
    const [from, until] = [day + gap, day + gap + nights];
    const isInForce = state === 'let' || state === 'ended';
    const canHaveKeys = isInForce && keys === 'given' && from <= today && from >= keysFree;
    const keysGiven = canHaveKeys ? from : null;
    const keysBack = canHaveKeys && back !== null ? Math.min(Math.max(until + back, from), today) : null;
    if (canHaveKeys) keysFree = keysBack ?? Infinity;
    const wanted = follows === 'own' ? own : follows === 'any' && leases.length > 0 ? any % leases.length : null;
    const isFollowed = leases.some((other) => other.previous === wanted && isBinding(other.state));
    const previous = wanted !== null && isBinding(state) && isFollowed ? null : wanted;
    const reason = renewal === 'declined' || renewal === 'refused' ? `因${renewal}` : null;
    own = leases.length;
    leases.push({
      ...{ unit: unitIndex, state, from, until, keysGiven, keysBack, previous, endReason },
      renewal: renewal === null ? null : { state: renewal, reason },
    });
    if (isBinding(state)) day = until;
  }
}
