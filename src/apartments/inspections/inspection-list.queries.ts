import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { atWallClock, isoIn, Temporal } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { InspectionPage, InspectionsQuery } from './inspections.contract.js';

interface Row {
  id: string;
  kind: InspectionPage['items'][number]['kind'];
  state: InspectionPage['items'][number]['state'];
  starts_at: Date | null;
  ends_at: Date | null;
  lease_id: string;
  reference: string;
  resident_id: string;
  tenant: string | null;
  unit_id: string;
  building: string;
  number: string;
}

const listed = `
  FROM lease_inspections i JOIN leases l ON l.id = i.lease_id JOIN residents t ON t.id = l.resident_id
  JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
 WHERE ($1::uuid[] IS NULL OR b.venue_id = ANY($1)) AND ($2::uuid IS NULL OR b.venue_id = $2)
   AND ($3::text IS NULL OR i.state = $3) AND ($4::text IS NULL OR i.kind = $4)
   AND ($5::timestamptz IS NULL OR lower(i.appointment) >= $5) AND ($6::timestamptz IS NULL OR lower(i.appointment) < $6)`;

/** Who is inspected when, and which inspections wait for something: the diary of the staff of a house. */
@Injectable()
export class InspectionList {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** By their appointments; those without one come last. */
  async page(actor: Actor, query: InspectionsQuery): Promise<InspectionPage> {
    const { venueId = null, state = null, kind = null, from, until } = query;
    const values = [venuesWith(actor, 'leases.read'), venueId, state, kind, this.midnight(from), this.midnight(until)];
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [Row[], { total: number }[]] = await Promise.all([
      this.source.query(
        `SELECT i.id, i.kind, i.state, lower(i.appointment) AS starts_at, upper(i.appointment) AS ends_at,
                l.id AS lease_id, l.reference, l.resident_id, t.name AS tenant, u.id AS unit_id, b.name AS building,
                u.number ${listed} ORDER BY lower(i.appointment) NULLS LAST, i.id LIMIT $7 OFFSET $8`,
        [...values, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total ${listed}`, values),
    ]);
    const iso = (date: Date) => isoIn(this.clock.zone, instantOf(date));
    const items = rows.map((row) => ({
      ...{ id: row.id, kind: row.kind, state: row.state },
      appointment: row.starts_at && row.ends_at ? { startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) } : null,
      lease: { id: row.lease_id, reference: row.reference },
      tenant: { id: row.resident_id, name: row.tenant ?? '' },
      unit: { id: row.unit_id, building: row.building, number: row.number },
    }));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  private midnight(day: string | undefined): string | null {
    return day === undefined ? null : atWallClock(Temporal.PlainDate.from(day), '00:00', this.clock.zone).toString();
  }
}
