import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn, Temporal } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { NominationView } from './employers.contract.js';
import type { DeparturePage, EmployerPage, EmployersQuery, EmployerView } from './employers.contract.js';
import type { MyEmployers, NominationPage } from './employers.contract.js';
import { Representatives } from './representatives.js';

interface EmployerRow extends Omit<EmployerView, 'representatives'> {
  representatives: EmployerView['representatives'] | null;
}

interface NominationRow {
  id: string;
  name: string;
  phone: string;
  nominated_at: Date;
  application_id: string | null;
  reference: string;
  state: NonNullable<NominationView['application']>['state'];
  confirmed_until: string | null;
}

interface DepartureRow {
  id: string;
  employer_id: string;
  employer: string;
  lease_id: string;
  reference: string;
  resident_id: string;
  tenant: string | null;
  left_on: string;
  leave_on: string;
  given_at: Date;
  taken_back_at: Date | null;
}

const employers = `
  SELECT e.id, e.name, e.name_en AS "nameEn", e.credit_code AS "creditCode", e.contact, e.phone,
         (SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'phone', t.phone, 'appointedAt', r.appointed_at)
                 ORDER BY r.appointed_at, r.id)
            FROM employer_representatives r JOIN residents t ON t.id = r.resident_id
           WHERE r.employer_id = e.id AND r.ended_at IS NULL) AS representatives
    FROM employers e`;

/** Of an application only what concerns the employer, and only where the applicant has named it. */
const nominations = `
  SELECT n.id, n.name, n.phone, n.nominated_at, a.id AS application_id, a.reference, a.state, a.confirmed_until
    FROM employer_nominations n
    LEFT JOIN LATERAL (
      SELECT p.id, p.reference, p.state,
             (SELECT c.valid_until::text FROM application_conditions c WHERE c.application_id = p.id
                 AND c.kind = 'employer_contract' AND c.confirmed_by IS NOT NULL) AS confirmed_until
        FROM residents r JOIN apartment_applications p ON p.resident_id = r.id AND p.employer_id = n.employer_id
       WHERE r.phone = n.phone AND r.name = n.name ORDER BY p.id DESC LIMIT 1) a ON true`;

const departures = `
  FROM lease_notices n JOIN employers e ON e.id = n.employer_id JOIN leases l ON l.id = n.lease_id
  JOIN residents t ON t.id = l.resident_id JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
 WHERE ($1::uuid[] IS NULL OR b.venue_id = ANY($1))`;

/** Employers and their people, as staff and representatives read them. */
@Injectable()
export class Employers {
  constructor(
    private readonly source: DataSource,
    private readonly representatives: Representatives,
    private readonly clock: Clock,
  ) {}

  async one(id: string, manager: EntityManager = this.source.manager): Promise<EmployerView> {
    const [row]: EmployerRow[] = await manager.query(`${employers} WHERE e.id = $1`, [id]);
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  async page(query: EmployersQuery): Promise<EmployerPage> {
    const where = `WHERE ($1::text IS NULL OR e.name ILIKE $1 OR e.name_en ILIKE $1 OR e.credit_code ILIKE $1)`;
    const values = [query.search ? containing(query.search) : null];
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [EmployerRow[], { total: number }[]] = await Promise.all([
      this.source.query(`${employers} ${where} ORDER BY e.name, e.id LIMIT $2 OFFSET $3`, [...values, limit, offset]),
      this.source.query(`SELECT count(*)::int AS total FROM employers e ${where}`, values),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  async mine(me: ResidentActor): Promise<MyEmployers> {
    const items: MyEmployers['items'] = await this.source.query(
      `SELECT e.id, e.name, e.name_en AS "nameEn", e.credit_code AS "creditCode"
         FROM employers e JOIN employer_representatives r ON r.employer_id = e.id
        WHERE r.resident_id = $1 AND r.ended_at IS NULL ORDER BY e.name, e.id`,
      [me.id],
    );
    return { items };
  }

  async nomination(manager: EntityManager, id: string): Promise<NominationView> {
    const [row]: NominationRow[] = await manager.query(`${nominations} WHERE n.id = $1`, [id]);
    if (!row) throw requestRefusals.not_found();
    return this.nominationView(row);
  }

  async nominations(
    me: ResidentActor,
    employerId: string,
    query: { page: number; size: number },
  ): Promise<NominationPage> {
    await this.representatives.employerOf(this.source.manager, me, employerId);
    const where = `WHERE n.employer_id = $1 AND n.withdrawn_at IS NULL`;
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [NominationRow[], { total: number }[]] = await Promise.all([
      this.source.query(`${nominations} ${where} ORDER BY n.nominated_at DESC, n.id DESC LIMIT $2 OFFSET $3`, [
        ...[employerId, limit, offset],
      ]),
      this.source.query(`SELECT count(*)::int AS total FROM employer_nominations n ${where}`, [employerId]),
    ]);
    const items = rows.map((row) => this.nominationView(row));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  /** Who left, as their employers reported it: the newest first. */
  async departures(actor: Actor, query: { page: number; size: number }): Promise<DeparturePage> {
    const values = [venuesWith(actor, 'leases.read')];
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [DepartureRow[], { total: number }[]] = await Promise.all([
      this.source.query(
        `SELECT n.id, e.id AS employer_id, e.name AS employer, l.id AS lease_id, l.reference, l.resident_id,
                t.name AS tenant, n.happened_on::text AS left_on, n.leave_on::text, n.given_at, n.taken_back_at
           ${departures} ORDER BY n.given_at DESC, n.id DESC LIMIT $2 OFFSET $3`,
        [...values, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total ${departures}`, values),
    ]);
    const items = rows.map((row) => ({
      ...{ noticeId: row.id, employer: { id: row.employer_id, name: row.employer } },
      ...{ lease: { id: row.lease_id, reference: row.reference }, leftOn: row.left_on, leaveOn: row.leave_on },
      tenant: { id: row.resident_id, name: row.tenant ?? '' },
      ...{ reportedAt: this.iso(row.given_at), takenBackAt: row.taken_back_at && this.iso(row.taken_back_at) },
    }));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  private view(row: EmployerRow): EmployerView {
    const representatives = (row.representatives ?? []).map((one) => {
      return { ...one, appointedAt: isoIn(this.clock.zone, Temporal.Instant.from(one.appointedAt)) };
    });
    return { ...row, representatives };
  }

  private nominationView(row: NominationRow): NominationView {
    const { id, name, phone, application_id: of, reference, state, confirmed_until: confirmedUntil } = row;
    const application = of === null ? null : { id: of, reference, state, confirmedUntil };
    return { id, name, phone, nominatedAt: this.iso(row.nominated_at), application };
  }

  private iso(date: Date): string {
    return isoIn(this.clock.zone, instantOf(date));
  }
}
