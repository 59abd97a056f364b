import { leaseEnd, nextTerm, renewalWindow, tenureMonths } from '../../src/apartments/renewals/renewal.rules.js';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { isBefore, Temporal } from '../../src/kernel/time.js';
import type { Instant, PlainDate } from '../../src/kernel/time.js';
import type { Clock } from '../../src/platform/clock/clock.js';

export interface ModelLease {
  readonly person: number;
  readonly unit: number;
  readonly previous: ModelLease | null;
  readonly from: PlainDate;
  until: PlainDate;
  state: 'held' | 'signed' | 'let' | 'ended' | 'lapsed';
  heldUntil: Instant | null;
  isCountersigned: boolean;
  /** What became of the deposit; a lease that renews has none. */
  deposit: 'none' | 'owed' | 'done';
  keysGiven: PlainDate | null;
  keysBack: PlainDate | null;
  renewal: 'asked' | 'declined' | 'refused' | 'offered' | 'agreed' | 'lapsed' | null;
}

/**
 * The rules of docs/apartment-leases.md once more, as plainly as can be: one list of leases, in order of their making, and
 * no locks or guards. Only how long a term is, and when renewal opens, is asked of `renewal.rules.ts`.
 */
export class LeaseModel {
  readonly leases: ModelLease[] = [];

  constructor(
    private readonly policy: PolicyValues,
    private readonly clock: Clock,
  ) {}

  choose(person: number, unit: number): string {
    return this.make(person, unit, this.clock.today(), null, this.clock.now().add({ hours: 24 }));
  }

  sign(lease: ModelLease): string {
    if (lease.state !== 'held') return 'leases.not_in_this_state';
    if (this.isOver(lease)) return 'leases.hold_is_over';
    lease.state = 'signed';
    lease.heldUntil = this.clock.now().add({ hours: 72 });
    if (lease.previous === null) lease.deposit = 'owed';
    return this.completeIfWhole(lease);
  }

  countersign(lease: ModelLease): string {
    if (lease.state === 'held') return 'leases.not_signed_yet';
    if (lease.state !== 'signed') return 'leases.not_in_this_state';
    lease.isCountersigned = true;
    return this.completeIfWhole(lease);
  }

  pay(lease: ModelLease): string {
    if (lease.deposit === 'none') return 'nothing to pay';
    if (lease.deposit === 'done') return 'payments.more_than_owed';
    if (lease.state !== 'signed' || this.isOver(lease)) return 'leases.deposit_lapsed';
    lease.deposit = 'done';
    return this.completeIfWhole(lease);
  }

  lapse(): string {
    for (const lease of this.leases.filter((each) => this.isOver(each))) {
      lease.state = 'lapsed';
      lease.heldUntil = null;
      if (lease.deposit === 'owed') lease.deposit = 'done';
      if (lease.previous?.renewal === 'offered') lease.previous.renewal = 'lapsed';
    }
    return 'done';
  }

  answer(lease: ModelLease, answer: 'asked' | 'declined'): string {
    if (lease.state !== 'let') return 'renewals.not_in_force';
    const { opensOn, askedBy } = renewalWindow(this.policy, lease.until.subtract({ days: 1 }));
    if (isEarlier(this.clock.today(), opensOn)) return 'renewals.not_open_yet';
    if (isEarlier(askedBy, this.clock.today())) return 'renewals.too_late';
    if (lease.renewal && !['asked', 'declined', 'lapsed'].includes(lease.renewal)) return 'renewals.decided_already';
    lease.renewal = answer;
    return 'done';
  }

  offer(lease: ModelLease): string {
    if (lease.state !== 'let') return 'renewals.not_in_force';
    if (lease.renewal === null) return 'renewals.not_asked';
    if (lease.renewal !== 'asked') return 'renewals.decided_already';
    const endOfOffer = this.clock.today().add({ days: this.policy.renewal.offerDays + 1 });
    const heldUntil = endOfOffer.toZonedDateTime(this.clock.zone).toInstant();
    const said = this.make(lease.person, lease.unit, lease.until, lease, heldUntil);
    if (said === 'done') lease.renewal = 'offered';
    return said;
  }

  refuse(lease: ModelLease): string {
    if (lease.state !== 'let') return 'renewals.not_in_force';
    if (lease.renewal !== null && lease.renewal !== 'asked') return 'renewals.decided_already';
    lease.renewal = 'refused';
    return 'done';
  }

  giveKeys(lease: ModelLease): string {
    const today = this.clock.today();
    if (lease.state !== 'let') return 'leases.not_in_this_state';
    if (lease.keysGiven) return 'leases.keys_given_already';
    if (isEarlier(today, lease.from)) return 'leases.date_not_possible';
    const isOut = (each: ModelLease) => each.unit === lease.unit && each.keysGiven !== null && each.keysBack === null;
    if (this.leases.some((each) => each !== lease.previous && isOut(each))) return 'leases.keys_not_back';
    if (lease.previous?.state === 'let' && isOut(lease.previous)) this.end(lease.previous);
    lease.keysGiven = today;
    return 'done';
  }

  takeBack(lease: ModelLease): string {
    if (lease.state !== 'let') return 'leases.not_in_this_state';
    if (!lease.keysGiven && isEarlier(this.clock.today(), lease.until)) return 'leases.keys_with_nobody';
    this.end(lease);
    return 'done';
  }

  private make(person: number, unit: number, from: PlainDate, previous: ModelLease | null, heldUntil: Instant): string {
    const taking = this.leases.filter(({ state }) => state !== 'lapsed');
    const before = taking.filter((each) => each.person === person && isEarlier(each.from, from));
    const used = tenureMonths(before.map((each) => ({ from: each.from, until: earlier(each.until, from) })));
    const leases = { shortFirst: 0, ordinary: before.length, homeExtension: 0 };
    const term = nextTerm(this.policy, { used, leases, isInsured: true, awaitsOwnHome: false });
    if ('refused' in term) return `policies.${term.refused.code}`;
    const until = leaseEnd(from, term.months).add({ days: 1 });
    const meets = taking.filter((each) => isEarlier(each.from, until) && isEarlier(from, each.until));
    if (meets.some((each) => each.unit === unit)) return 'leases.unit_taken';
    if (meets.some((each) => each.person === person)) return 'leases.person_has_lease';
    this.leases.push({
      ...{ person, unit, previous, from, until, state: 'held', heldUntil, isCountersigned: previous !== null },
      ...{ deposit: 'none', keysGiven: null, keysBack: null, renewal: null },
    });
    return 'done';
  }

  private completeIfWhole(lease: ModelLease): string {
    if (!lease.isCountersigned || lease.deposit === 'owed') return 'done';
    lease.state = 'let';
    lease.heldUntil = null;
    if (lease.previous?.renewal === 'offered') lease.previous.renewal = 'agreed';
    return 'done';
  }

  private end(lease: ModelLease): void {
    const today = this.clock.today();
    lease.state = 'ended';
    lease.keysBack = lease.keysGiven && today;
    const oneDay = lease.from.add({ days: 1 });
    const until = earlier(today, lease.until);
    lease.until = isEarlier(until, oneDay) ? oneDay : until;
  }

  private isOver({ heldUntil }: ModelLease): boolean {
    return heldUntil !== null && !isBefore(this.clock.now(), heldUntil);
  }
}

function isEarlier(a: PlainDate, b: PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

function earlier(a: PlainDate, b: PlainDate): PlainDate {
  return isEarlier(a, b) ? a : b;
}
