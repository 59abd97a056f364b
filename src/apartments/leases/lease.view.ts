import { earlierDay, isDayBefore, isoIn } from '../../kernel/time.js';
import { readPeriod } from '../../platform/database/columns.js';
import type { LeaseState } from './lease.lifecycle.js';
import { lastDay } from './lease.rules.js';
import type { LeaseRow, LeaseView } from './leases.contract.js';
import { dayAfterMonths } from '../renewals/renewal.rules.js';
import type { Period } from '../../kernel/time.js';
import type { RentQuestion, ScheduledRent } from '../rents/rent.rules.js';
import { instantOf } from '../../platform/database/sql-values.js';

/** A lease as the queries read it. */
export interface LeaseRecord {
  id: string;
  reference: string;
  state: LeaseState;
  kind: LeaseView['kind'];
  period: string;
  held_until: Date | null;
  term_number: number;
  household: RentQuestion['household'];
  schedule: ScheduledRent[];
  deposit_fen: string;
  deposit_payer: 'person' | 'employer';
  employer_id: string | null;
  employer_name: string | null;
  signed_at: Date | null;
  signature_hash: string | null;
  countersigned_at: Date | null;
  keys_given_on: string | null;
  keys_back_on: string | null;
  earlier_number: string | null;
  billed_from: string | null;
  previous_id: string | null;
  end_reason: string | null;
  resident_id: string;
  tenant: string | null;
  unit_id: string;
  number: string;
  layout: string;
  area_m2: string;
  building: string;
  building_en: string;
  version: number;
  renewal_state: NonNullable<LeaseView['renewal']>['state'] | null;
  renewal_reason: string | null;
  next_id: string | null;
  charge_id: string | null;
  co_residents: LeaseView['coResidents'];
}

export function toLeaseRow(row: LeaseRecord, zone: string): LeaseRow {
  const iso = (date: Date | null) => date && isoIn(zone, instantOf(date));
  const period = readPeriod(row.period);
  const { building, number, layout } = row;
  const first = row.schedule[0]?.rent;
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    kind: row.kind,
    unit: { id: row.unit_id, building, buildingEn: row.building_en, number, layout, areaM2: Number(row.area_m2) },
    tenant: { id: row.resident_id, name: row.tenant ?? '' },
    startsOn: period.from.toString(),
    endsOn: lastDay(period).toString(),
    heldUntil: iso(row.held_until),
    termNumber: row.term_number,
    policyVersion: row.version,
    monthlyNetFen: first && !('refused' in first) ? first.netFen : 0,
    deposit: { amountFen: Number(row.deposit_fen), payer: row.deposit_payer, chargeId: row.charge_id },
    employer: row.employer_name === null ? null : { id: row.employer_id, name: row.employer_name },
    signedAt: iso(row.signed_at),
    countersignedAt: iso(row.countersigned_at),
    keysGivenOn: row.keys_given_on,
    keysBackOn: row.keys_back_on,
    earlierNumber: row.earlier_number,
    billedFrom: row.billed_from,
    previousId: row.previous_id,
    endReason: row.end_reason,
  };
}

export function leaseViewOf(row: LeaseRecord, zone: string): LeaseView {
  return {
    ...toLeaseRow(row, zone),
    household: row.household,
    signatureHash: row.signature_hash,
    renewal: row.renewal_state && { state: row.renewal_state, reason: row.renewal_reason },
    nextId: row.next_id,
    coResidents: row.co_residents,
    rents: rentsOf(row.schedule, readPeriod(row.period)),
  };
}

/** Month by month from the first day of the lease; the last one ends with it. */
function rentsOf(schedule: readonly ScheduledRent[], { from, until }: Period): LeaseView['rents'] {
  return schedule.flatMap(({ leaseMonth, rent }) => {
    const starts = dayAfterMonths(from, leaseMonth - 1);
    if ('refused' in rent || !isDayBefore(starts, until)) return [];
    return [
      {
        leaseMonth,
        from: starts.toString(),
        until: earlierDay(dayAfterMonths(from, leaseMonth), until).toString(),
        totalFen: rent.totalFen,
        subsidyFen: rent.subsidy?.amountFen ?? 0,
        netFen: rent.netFen,
        split: rent.split,
        lines: [...rent.lines],
      },
    ];
  });
}
