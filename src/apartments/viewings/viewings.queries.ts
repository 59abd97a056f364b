import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { atWallClock, Temporal } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { givesRight } from './viewing-right.js';
import { isShownIn, timeColumns, toFreeTime, toMyViewing, toTimeRow, toViewingRow, ofTime } from './viewing-rows.js';
import type { OwnRecord, TimeRecord, ViewingRecord } from './viewing-rows.js';
import type * as contract from './viewings.contract.js';

const own = `
  SELECT m.id, m.booking_id, k.reference, m.state, m.booked_at, ${timeColumns}
    FROM viewings m JOIN bookings k ON k.id = m.booking_id JOIN viewing_times v ON v.id = m.time_id ${ofTime}`;

/** Viewing times and viewings as applicants and staff read them. */
@Injectable()
export class ViewingsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** What an applicant can book now: at houses of their applications, with a place left, and neither let nor shut. */
  async freeFor(residentId: string, query: contract.OwnTimesQuery): Promise<contract.FreeTimePage> {
    const { zone } = this.clock;
    const where = `v.cancelled_at IS NULL AND lower(v.during) > $2 AND p.taken < p.capacity
      AND ($3::uuid IS NULL OR v.unit_id = $3) AND ${isShownIn('$1')}
      AND EXISTS (SELECT FROM apartment_applications a
                   WHERE a.resident_id = $4 AND a.venue_id = b.venue_id AND ${givesRight('$5')})`;
    const values = [zone, this.clock.now().toString(), query.unitId ?? null, residentId, this.clock.today().toString()];
    const { rows, ...page } = await this.page<TimeRecord>(timeColumns, where, values, query);
    return { items: rows.map((row) => toFreeTime(row, zone)), ...page };
  }

  /** The soonest first of what is to come; then what is over. */
  async ofPerson(residentId: string, query: { page: number; size: number }): Promise<contract.MyViewingPage> {
    const { limit, offset } = limits(query);
    const rows: OwnRecord[] = await this.source.query(
      `${own} WHERE m.resident_id = $1
        ORDER BY m.state = 'booked' AND lower(v.during) > $2 DESC,
                 CASE WHEN m.state = 'booked' AND lower(v.during) > $2 THEN lower(v.during) END,
                 lower(v.during) DESC, m.id LIMIT $3 OFFSET $4`,
      [residentId, this.clock.now().toString(), limit, offset],
    );
    const [counted]: { total: number }[] = await this.source.query(
      `SELECT count(*)::int AS total FROM viewings WHERE resident_id = $1`,
      [residentId],
    );
    const items = rows.map((row) => toMyViewing(row, this.clock.zone));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  async own(manager: EntityManager, residentId: string, id: string): Promise<contract.MyViewing> {
    const [row]: OwnRecord[] = await manager.query(`${own} WHERE m.id = $1 AND m.resident_id = $2`, [id, residentId]);
    if (!row) throw requestRefusals.not_found();
    return toMyViewing(row, this.clock.zone);
  }

  /** In the order of the bookings. */
  async byBookings(manager: EntityManager, bookingIds: readonly string[]): Promise<contract.MyViewing[]> {
    const rows: OwnRecord[] = await manager.query(`${own} WHERE m.booking_id = ANY($1)`, [bookingIds]);
    const found = new Map(rows.map((row) => [row.booking_id, toMyViewing(row, this.clock.zone)]));
    return bookingIds.flatMap((id) => found.get(id) ?? []);
  }

  async times(actor: Actor, query: contract.TimesQuery): Promise<contract.ViewingTimePage> {
    const { zone } = this.clock;
    const from = query.from ? Temporal.PlainDate.from(query.from) : this.clock.today();
    const where = `($2::uuid[] IS NULL OR b.venue_id = ANY($2)) AND lower(v.during) >= $3
      AND ($4::uuid IS NULL OR b.venue_id = $4) AND ($5::uuid IS NULL OR b.id = $5) AND ($6::uuid IS NULL OR v.unit_id = $6)`;
    const { venueId = null, buildingId = null, unitId = null } = query;
    const values = [
      ...[zone, venuesWith(actor, 'viewings.read'), atWallClock(from, '00:00', zone).toString()],
      ...[venueId, buildingId, unitId],
    ];
    const columns = `${timeColumns}, ${isShownIn('$1')} AS is_shown`;
    const { rows, ...page } = await this.page<TimeRecord & { is_shown: boolean }>(columns, where, values, query);
    return { items: rows.map((row) => toTimeRow(row, zone)), ...page };
  }

  /** One time with everybody who booked it. */
  async time(actor: Actor, id: string, manager = this.source.manager): Promise<contract.ViewingTimeView> {
    const { zone } = this.clock;
    const [row]: (TimeRecord & { is_shown: boolean })[] = await manager.query(
      `SELECT ${timeColumns}, ${isShownIn('$1')} AS is_shown FROM viewing_times v ${ofTime}
        WHERE v.id = $2 AND ($3::uuid[] IS NULL OR b.venue_id = ANY($3))`,
      [zone, id, venuesWith(actor, 'viewings.read')],
    );
    if (!row) throw requestRefusals.not_found();
    const viewings: ViewingRecord[] = await manager.query(
      `SELECT m.id, k.reference, m.state, m.resident_id, r.name AS applicant, r.phone, m.application_id,
              a.reference AS application, a.state AS application_state, m.booked_at
         FROM viewings m JOIN bookings k ON k.id = m.booking_id JOIN residents r ON r.id = m.resident_id
         JOIN apartment_applications a ON a.id = m.application_id
        WHERE m.time_id = $1 ORDER BY m.booked_at, m.id`,
      [id],
    );
    return { ...toTimeRow(row, zone), viewings: viewings.map((one) => toViewingRow(one, zone)) };
  }

  private async page<Row>(
    columns: string,
    where: string,
    values: unknown[],
    query: { page: number; size: number },
  ): Promise<{ rows: Row[]; total: number; page: number; size: number }> {
    const { limit, offset } = limits(query);
    // The zone, which the columns may need and the count does not.
    const from = `FROM viewing_times v ${ofTime} WHERE $1::text IS NOT NULL AND ${where}`;
    const n = values.length + 1;
    const rows: Row[] = await this.source.query(
      `SELECT ${columns} ${from} ORDER BY lower(v.during), v.id LIMIT $${n} OFFSET $${n + 1}`,
      [...values, limit, offset],
    );
    const [counted]: { total: number }[] = await this.source.query(`SELECT count(*)::int AS total ${from}`, values);
    return { rows, total: counted?.total ?? 0, page: query.page, size: query.size };
  }
}
