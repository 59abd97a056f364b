import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { readPeriod } from '../../platform/database/columns.js';
import { binding } from '../leases/lease.lifecycle.js';
import { tierInSql } from '../leases/lease-standing.js';
import type { PastLease } from '../leases/next-lease.rules.js';
import type { RenewalState } from '../renewals/renewal.entity.js';
import type { RentQuestion, ScheduledRent } from '../rents/rent.rules.js';
import type { RunningLease } from './lease-preview.rules.js';
import type { LeasePreviewFilter } from './lease-preview.contract.js';
import type { Tier } from './policy.contract.js';

interface Row {
  id: string;
  reference: string;
  period: string;
  tenant: string | null;
  unit_id: string;
  building: string;
  number: string;
  layout: string;
  area_m2: string;
  market_fen_per_m2: number;
  schedule: readonly ScheduledRent[];
  household: RentQuestion['household'];
  employer_name: string | null;
  deposit_payer: 'person' | 'employer';
  has_next: boolean;
  renewal: RenewalState | null;
  awaits_own_home: boolean | null;
  is_insured: boolean;
  /** As it is recorded today; null where it is the one that the lease names. */
  other_spouse: { tier: Tier | null } | null;
  continued: Pick<RentQuestion['household'], 'tier' | 'degree'> | null;
  past: { period: string; kind: PastLease['kind']; isTransfer: boolean }[];
}

/** Everything that the next lease of each is made from, as a renewal would find it today; $1 is the day. */
const running = `
  SELECT l.id, l.reference, l.period::text AS period, t.name AS tenant, u.id AS unit_id, b.name AS building, u.number,
         u.layout, u.area_m2, u.market_fen_per_m2, l.schedule, l.household, l.employer_name, l.deposit_payer,
         EXISTS (SELECT FROM leases n WHERE n.previous_id = l.id AND n.state = ANY ($5)) AS has_next,
         r.state AS renewal, r.awaits_own_home,
         NOT EXISTS (SELECT FROM application_conditions c WHERE c.application_id = l.application_id
                        AND c.kind = 'social_insurance' AND c.hired_on IS NOT NULL) AS is_insured,
         CASE WHEN s.spouse_id IS DISTINCT FROM l.spouse_id
              THEN json_build_object('tier', ${tierInSql('s.spouse_id')}) END AS other_spouse,
         (SELECT json_build_object('tier', ${tierInSql('l.resident_id')}, 'degree',
                   (SELECT a.degree FROM apartment_applications a WHERE a.resident_id = l.resident_id
                       AND a.state = 'approved' ORDER BY a.decided_at DESC LIMIT 1))
            FROM lease_deaths d WHERE d.next_lease_id = l.id) AS continued,
         (SELECT json_agg(json_build_object('period', (x.period * daterange(NULL, upper(l.period)))::text,
                   'kind', x.kind, 'isTransfer', x.is_transfer))
            FROM leases x WHERE (x.resident_id = ANY (s.people) OR x.spouse_id = ANY (s.people))
             AND x.state = ANY ($5) AND lower(x.period) < upper(l.period)) AS past
    FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
    JOIN residents t ON t.id = l.resident_id LEFT JOIN renewals r ON r.lease_id = l.id
   CROSS JOIN LATERAL (
         SELECT spouse_id, array_remove(ARRAY[l.resident_id, spouse_id], NULL) AS people
           FROM (SELECT CASE WHEN m.resident_id IS NULL THEN l.spouse_id
                             WHEN m.days @> $1::date THEN m.spouse_id END AS spouse_id
                   FROM (SELECT 1) one LEFT JOIN LATERAL (
                        SELECT * FROM spouses WHERE resident_id = l.resident_id ORDER BY lower(days) DESC LIMIT 1) m
                     ON true) now) s
   WHERE l.state = 'let' AND upper(l.period) > $1::date AND b.venue_id = $2
     AND ($3::uuid IS NULL OR b.id = $3) AND ($4::text IS NULL OR u.layout = $4)
   ORDER BY b.name, u.number, l.id`;

/** The leases of a house that run today, with what their renewal would be reckoned from: one read for all. */
@Injectable()
export class LeasePreviewQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async running(venueId: string, { buildingId, layout }: LeasePreviewFilter): Promise<RunningLease[]> {
    const values = [this.clock.today().toString(), venueId, buildingId ?? null, layout ?? null, binding];
    const rows: Row[] = await this.source.query(running, values);
    return rows.map(runningLeaseOf);
  }
}

function runningLeaseOf(row: Row): RunningLease {
  const { other_spouse: spouse, continued } = row;
  const household = continued ? { ...continued, spouseTier: null } : row.household;
  return {
    ...{ id: row.id, reference: row.reference, period: readPeriod(row.period), tenant: row.tenant ?? '' },
    place: { id: row.unit_id, building: row.building, number: row.number, layout: row.layout },
    unit: { areaM2: Number(row.area_m2), marketFenPerM2: row.market_fen_per_m2 },
    ...{ schedule: row.schedule, employerName: row.employer_name, depositPayer: row.deposit_payer },
    household: spouse ? { ...household, spouseTier: spouse.tier } : household,
    ...{ hasNext: row.has_next, renewal: row.renewal },
    ...{ isInsured: row.is_insured, awaitsOwnHome: row.awaits_own_home ?? false },
    past: row.past.map(({ period, ...lease }) => ({ ...lease, period: readPeriod(period) })),
  };
}
