import type { RatesView } from '../../src/apartments/lettings/lettings.contract.js';
import { today } from './letting-history.js';
import type { HistoryLease, LettingHistory } from './letting-history.js';

interface Asked {
  readonly from: number;
  readonly until: number;
  /** The buildings that may be seen. */
  readonly buildings: readonly number[];
}

export interface CountedNights {
  readonly building: number | null;
  readonly layout: string | null;
  readonly units: number;
  readonly offered: number;
  readonly let: number;
  readonly out: number;
}

/** The rates of docs/apartment-leases.md, counted on the fingers: night by night, lease by lease. */
export class LettingCount {
  constructor(private readonly history: LettingHistory) {}

  /** As a whole, then for each layout, each building, each of both: those that have units. */
  nights(asked: Asked): CountedNights[] {
    const layouts = [null, ...new Set(this.history.units.map(({ layout }) => layout))];
    const rows = [null, ...asked.buildings].flatMap((building) => {
      return layouts.map((layout) => this.nightsOf(asked, building, layout));
    });
    return rows.filter(({ building, layout, units }) => units > 0 || (building === null && layout === null));
  }

  nightsOfUnit(unit: number, { from, until }: Asked): { offered: number; let: number; out: number } {
    const count = { offered: 0, let: 0, out: 0 };
    for (let night = from; night < until; night++) {
      const isLet = this.isLet(unit, night);
      if (isLet || !this.isOut(unit, night)) count.offered += 1;
      else count.out += 1;
      if (isLet) count.let += 1;
    }
    return count;
  }

  renewal({ from, until, buildings }: Asked): Record<'renewed' | 'moved' | 'notAllowed' | 'others', number[]> {
    const count = {
      renewed: [] as number[],
      moved: [] as number[],
      notAllowed: [] as number[],
      others: [] as number[],
    };
    for (const [n, lease] of this.history.leases.entries()) {
      const lastDay = lease.until - 1;
      const isSeen = buildings.includes(this.history.units[lease.unit]?.building ?? -1);
      const isOver = lastDay >= from && lastDay < until && lastDay <= today;
      if (isSeen && isOver && isInForce(lease)) count[this.outcome(n, lease)].push(n);
    }
    return count;
  }

  reason({ renewal, endReason }: HistoryLease): RatesView['renewal']['others'][number]['reason'] {
    if (renewal?.reason) return renewal.reason;
    if (renewal?.state === 'lapsed') return 'offer lapsed';
    if (renewal?.state === 'asked') return 'not decided';
    if (renewal?.state === 'offered') return 'offer open';
    return endReason ?? 'no answer';
  }

  private outcome(n: number, lease: HistoryLease): 'renewed' | 'moved' | 'notAllowed' | 'others' {
    const next = this.history.leases.find((other) => other.previous === n && isInForce(other));
    if (next) return next.unit === lease.unit ? 'renewed' : 'moved';
    return lease.renewal?.state === 'refused' ? 'notAllowed' : 'others';
  }

  private nightsOf(asked: Asked, building: number | null, layout: string | null): CountedNights {
    const count = { units: 0, offered: 0, let: 0, out: 0 };
    for (const [index, unit] of this.history.units.entries()) {
      const isSeen = asked.buildings.includes(unit.building) && (building === null || unit.building === building);
      if (!isSeen || (layout !== null && unit.layout !== layout)) continue;
      const nights = this.nightsOfUnit(index, asked);
      count.units += 1;
      count.offered += nights.offered;
      count.let += nights.let;
      count.out += nights.out;
    }
    return { building, layout, ...count };
  }

  private isLet(unit: number, night: number): boolean {
    return this.history.leases.some((lease) => {
      if (lease.unit !== unit || !isInForce(lease) || lease.from > today) return false;
      if (night >= lease.from && night < lease.until) return true;
      return lease.keysGiven !== null && night >= lease.until && night < (lease.keysBack ?? today);
    });
  }

  private isOut(unit: number, night: number): boolean {
    return this.history.outages.some((outage) => {
      return outage.unit === unit && night >= outage.from && night < (outage.until ?? Infinity);
    });
  }
}

function isInForce({ state }: HistoryLease): boolean {
  return state === 'let' || state === 'ended';
}
