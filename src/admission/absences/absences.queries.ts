import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { AbsenceStandings } from './absence-standings.js';
import { toAppealView, toMarkView, toStandingView } from './absence.view.js';
import type { AppealRow, MarkRow } from './absence.view.js';
import type {
  AbsencesQuery,
  AbsencesView,
  AppealPage,
  AppealsQuery,
  AppealView,
  MarkView,
} from './absences.contract.js';
import { KnownAbsencePolicies } from './known-absence-policies.js';

const marks = `
  SELECT m.id, m.day::text, m.scope, m.subject_kind, m.subject_id, m.reason, m.reason_en, m.state, m.given_at, m.lift,
         m.lift_reason, m.lifted_at, a.id AS appeal_id, a.words, a.made_at, a.state AS appeal_state,
         a.reason AS decision_reason, a.decided_at
    FROM absence_marks m LEFT JOIN absence_appeals a ON a.mark_id = m.id`;

const appeals = `
  SELECT a.id AS appeal_id, a.words, a.made_at, a.state AS appeal_state, a.reason AS decision_reason, a.decided_at,
         m.id, m.day::text, m.scope, m.reason, m.reason_en, r.id AS resident_id, r.name, r.phone,
         s.id AS staff_id, s.name AS staff
    FROM absence_appeals a JOIN absence_marks m ON m.id = a.mark_id JOIN residents r ON r.id = m.resident_id
    LEFT JOIN staff s ON s.id = a.decided_by`;

/** Absences and appeals as residents and staff read them. */
@Injectable()
export class AbsencesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly policies: KnownAbsencePolicies,
    private readonly standings: AbsenceStandings,
    private readonly clock: Clock,
  ) {}

  /** Where a policy holds today one standing each, and the marks of a page, the latest first. */
  async ofResident(residentId: string, query: AbsencesQuery): Promise<AbsencesView> {
    const { manager } = this.source;
    if (!(await manager.existsBy(Resident, { id: residentId }))) throw requestRefusals.not_found();
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [MarkRow[], { total: number }[]] = await Promise.all([
      manager.query(`${marks} WHERE m.resident_id = $1 ORDER BY m.day DESC, m.id DESC LIMIT $2 OFFSET $3`, [
        residentId,
        limit,
        offset,
      ]),
      manager.query(`SELECT count(*)::int AS total FROM absence_marks WHERE resident_id = $1`, [residentId]),
    ]);
    const scopes = [...new Set((await this.policies.all(manager)).map(({ scope }) => scope))];
    const standings = await this.standings.of(
      manager,
      scopes.map((kind) => ({ residentId, kind })),
    );
    const items = rows.map((row) => toMarkView(row, (stored) => this.iso(stored)));
    return {
      standings: standings.flatMap((one, index) => (one ? [toStandingView(scopes[index] as string, one)] : [])),
      marks: { items, total: counted?.total ?? 0, page: query.page, size: query.size },
    };
  }

  async mark(manager: EntityManager, id: string): Promise<MarkView> {
    const [row]: MarkRow[] = await manager.query(`${marks} WHERE m.id = $1`, [id]);
    if (!row) throw requestRefusals.not_found();
    return toMarkView(row, (stored) => this.iso(stored));
  }

  async appeal(manager: EntityManager, id: string): Promise<AppealView> {
    const [row]: AppealRow[] = await manager.query(`${appeals} WHERE a.id = $1`, [id]);
    if (!row) throw requestRefusals.not_found();
    return toAppealView(row, (stored) => this.iso(stored));
  }

  /** Open ones first, those that have waited longest before the others; then the latest. */
  async appeals(query: AppealsQuery): Promise<AppealPage> {
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [AppealRow[], { total: number }[]] = await Promise.all([
      this.source.query(
        `${appeals} WHERE $1::text IS NULL OR a.state = $1
          ORDER BY CASE WHEN a.state = 'open' THEN a.made_at END NULLS LAST, a.made_at DESC, a.id DESC LIMIT $2 OFFSET $3`,
        [query.state ?? null, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total FROM absence_appeals WHERE $1::text IS NULL OR state = $1`, [
        query.state ?? null,
      ]),
    ]);
    const items = rows.map((row) => toAppealView(row, (stored) => this.iso(stored)));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  private iso(stored: Date): string {
    return isoIn(this.clock.zone, instantOf(stored));
  }
}
