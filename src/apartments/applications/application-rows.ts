import type { EntityManager } from 'typeorm';
import { conditionKinds } from './application-conditions.rules.js';
import type { ConditionKind, ConditionState } from './application-conditions.rules.js';
import { positionInSql, waitsInSql } from './application-order.rules.js';
import { liveStates } from './application.lifecycle.js';
import type { ApplicationState } from './application.lifecycle.js';
import type { DocumentMediaType } from './document-file.rules.js';
import type { Degree, Tier } from '../policy/policy.contract.js';

/** An application as its queries read it, with what is shown of house, applicant and spouse. */
export interface ApplicationRow {
  id: string;
  reference: string;
  state: ApplicationState;
  resident_id: string;
  venue_id: string;
  venue_name: string;
  venue_name_en: string;
  tier: Tier | null;
  degree: Degree | null;
  points: number;
  spouse_id: string | null;
  wanted_layouts: string[];
  employer: string | null;
  created_at: Date;
  submitted_at: Date | null;
  complete_at: Date | null;
  decided_at: Date | null;
  valid_until: string | null;
  rejection_reason: string | null;
  rejection_reason_en: string | null;
  appeal_words: string | null;
  appealed_at: Date | null;
  appeal_reason: string | null;
  appeal_reason_en: string | null;
  resident_name: string | null;
  resident_phone: string;
  resident_document_type: string | null;
  resident_document_masked: string | null;
  spouse_name: string | null;
  spouse_phone: string | null;
  spouse_document_type: string | null;
  spouse_document_masked: string | null;
  spouse_application: string | null;
  position: number | null;
  people_waiting: number;
}

/** In SQL: `where` speaks of the application as `a` and of the applicant as `r`, `order` of `a` alone. */
interface Wanted {
  readonly where: string;
  readonly values: readonly unknown[];
  readonly order?: string;
  /** `LIMIT $3 OFFSET $4` */
  readonly page?: string;
}

/** The page is cut first, so that positions are counted for its rows and not for those before it. */
export function findApplications(
  manager: EntityManager,
  { where, values, order = 'a.id', page = '' }: Wanted,
): Promise<ApplicationRow[]> {
  return manager.query(
    `SELECT a.*, a.valid_until::text, v.name AS venue_name, v.name_en AS venue_name_en,
            r.name AS resident_name, r.phone AS resident_phone,
            r.document_type AS resident_document_type, r.document_masked AS resident_document_masked,
            s.name AS spouse_name, s.phone AS spouse_phone,
            s.document_type AS spouse_document_type, s.document_masked AS spouse_document_masked,
            (SELECT o.reference FROM apartment_applications o
              WHERE o.resident_id = a.spouse_id AND o.submitted_at IS NOT NULL
                AND o.state IN (${liveStates.map((state) => `'${state}'`).join(', ')})
              ORDER BY o.id DESC LIMIT 1) AS spouse_application,
            ${positionInSql('a')} AS position,
            (SELECT count(*)::int FROM apartment_applications w
              WHERE w.venue_id = a.venue_id AND ${waitsInSql('w')}) AS people_waiting
       FROM (SELECT a.* FROM apartment_applications a JOIN residents r ON r.id = a.resident_id
              WHERE ${where} ORDER BY ${order} ${page}) a
       JOIN venues v ON v.id = a.venue_id JOIN residents r ON r.id = a.resident_id
       LEFT JOIN residents s ON s.id = a.spouse_id
      ORDER BY ${order}`,
    [...values],
  );
}

export interface ConditionRow {
  application_id: string;
  kind: ConditionKind;
  state: ConditionState;
  source: string | null;
  checked_at: Date | null;
  checked_by_name: string | null;
  is_confirmed: boolean;
  valid_until: string | null;
  hired_on: string | null;
  reason: string | null;
  reason_en: string | null;
  documents: DocumentRow[];
}

/** Of a document all but the document; moments come as text, since they have been JSON. */
export interface DocumentRow {
  id: string;
  name: string;
  media_type: DocumentMediaType;
  bytes_count: number;
  sha256: string;
  uploaded_at: string;
}

/** The conditions of these applications, each in the order in which conditions are always named. */
export async function findConditions(
  manager: EntityManager,
  applicationIds: readonly string[],
): Promise<Map<string, ConditionRow[]>> {
  const rows: ConditionRow[] = await manager.query(
    `SELECT c.application_id, c.kind, c.state, c.source, c.checked_at, c.valid_until::text, c.hired_on::text, c.reason, c.reason_en,
            m.name AS checked_by_name, c.confirmed_by IS NOT NULL AS is_confirmed, coalesce(d.documents, '[]') AS documents
       FROM application_conditions c LEFT JOIN staff m ON m.id = c.checked_by
       LEFT JOIN LATERAL (
         SELECT json_agg(json_build_object('id', x.id, 'name', x.name, 'media_type', x.media_type,
                  'bytes_count', x.bytes_count, 'sha256', x.sha256, 'uploaded_at', x.uploaded_at)
                  ORDER BY x.uploaded_at, x.id) AS documents
           FROM application_documents x WHERE x.condition_id = c.id) d ON true
      WHERE c.application_id = ANY($1) ORDER BY array_position($2::text[], c.kind)`,
    [applicationIds, conditionKinds],
  );
  const byApplication = new Map(applicationIds.map((id): [string, ConditionRow[]] => [id, []]));
  for (const row of rows) byApplication.get(row.application_id)?.push(row);
  return byApplication;
}
