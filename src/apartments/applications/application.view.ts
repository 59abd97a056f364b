import { dateInWords, isoIn, Temporal } from '../../kernel/time.js';
import type { Text } from '../../kernel/text.js';
import type { PlainDate } from '../../kernel/time.js';
import type { BarInForce } from '../bars/bars.js';
import { barViewOf } from '../bars/bars.queries.js';
import { missingForSubmission } from './application-conditions.rules.js';
import type { ApplicationCard, ApplicationView } from './application-reviews.contract.js';
import type { ApplicationRow, ConditionRow, DocumentRow } from './application-rows.js';
import { openStates } from './application.lifecycle.js';
import type { ConditionView, DocumentView, MyApplicationView, WaitingView } from './applications.contract.js';
import { instantOf } from '../../platform/database/sql-values.js';

/** What the applicant sees: no names of staff, of the spouse only the name. */
export function toMyApplicationView(
  row: ApplicationRow,
  conditions: readonly ConditionRow[],
  { bar, estimatedOn }: { readonly bar: BarInForce | undefined; readonly estimatedOn: PlainDate | null },
  zone: string,
  today: PlainDate,
): MyApplicationView {
  return {
    ...toFields(row, zone),
    conditions: conditions.map((condition) => toConditionView(condition, zone)),
    spouse: row.spouse_id === null ? null : { name: row.spouse_name },
    missing: openStates.includes(row.state) ? missingIn(row, conditions, today) : [],
    waiting: toWaitingView(row, estimatedOn, today),
    bar: bar ? barViewOf(bar, zone) : null,
  };
}

/** What staff see. */
export function toApplicationView(
  row: ApplicationRow,
  conditions: readonly ConditionRow[],
  bar: BarInForce | undefined,
  zone: string,
): ApplicationView {
  const identity = (type: string | null, masked: string | null) => (type && masked ? { type, masked } : null);
  return {
    ...toFields(row, zone),
    conditions: conditions.map((one) => ({ ...toConditionView(one, zone), checkedBy: one.checked_by_name })),
    resident: {
      id: row.resident_id,
      name: row.resident_name,
      phone: row.resident_phone,
      document: identity(row.resident_document_type, row.resident_document_masked),
    },
    spouse:
      row.spouse_id === null
        ? null
        : {
            id: row.spouse_id,
            name: row.spouse_name,
            phone: row.spouse_phone ?? '',
            document: identity(row.spouse_document_type, row.spouse_document_masked),
            application: row.spouse_application,
          },
    position: row.position,
    bar: bar ? barViewOf(bar, zone) : null,
  };
}

export function toApplicationCard(row: ApplicationRow, zone: string): ApplicationCard {
  const { id, reference, state, venue, tier, degree, points, submittedAt, completeAt, validUntil } = toFields(
    row,
    zone,
  );
  const resident = { id: row.resident_id, name: row.resident_name, phone: row.resident_phone };
  const { position } = row;
  return { id, reference, state, venue, resident, tier, degree, points, submittedAt, completeAt, validUntil, position };
}

export function toDocumentView(row: DocumentRow, zone: string): DocumentView {
  return {
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes_count,
    sha256: row.sha256,
    uploadedAt: isoIn(zone, Temporal.Instant.from(row.uploaded_at)),
  };
}

function toFields(row: ApplicationRow, zone: string) {
  const iso = (stored: Date | null) => stored && toIso(stored, zone);
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    venue: { id: row.venue_id, name: row.venue_name, nameEn: row.venue_name_en },
    tier: row.tier,
    degree: row.degree,
    points: row.points,
    wantedLayouts: row.wanted_layouts,
    employer: row.employer,
    createdAt: toIso(row.created_at, zone),
    submittedAt: iso(row.submitted_at),
    completeAt: iso(row.complete_at),
    decidedAt: iso(row.decided_at),
    validUntil: row.valid_until,
    rejection: toReasons(row.rejection_reason, row.rejection_reason_en),
    appeal:
      row.appeal_words !== null && row.appealed_at !== null
        ? {
            words: row.appeal_words,
            appealedAt: toIso(row.appealed_at, zone),
            decision: toReasons(row.appeal_reason, row.appeal_reason_en),
          }
        : null,
  };
}

function toConditionView(row: ConditionRow, zone: string): ConditionView {
  return {
    kind: row.kind,
    state: row.state,
    source: row.source,
    validUntil: row.valid_until,
    hiredOn: row.hired_on,
    checkedAt: row.checked_at && toIso(row.checked_at, zone),
    reason: row.reason,
    reasonEn: row.reason_en,
    isConfirmedByEmployer: row.is_confirmed,
    documents: row.documents.map((document) => toDocumentView(document, zone)),
  };
}

function missingIn(
  row: ApplicationRow,
  conditions: readonly ConditionRow[],
  today: PlainDate,
): MyApplicationView['missing'] {
  const facts = {
    hasName: row.resident_name !== null,
    hasIdentityDocument: row.resident_document_type !== null,
    conditions: conditions.map(({ kind, state, valid_until, documents, is_confirmed: isConfirmed }) => ({
      kind,
      state,
      validUntil: valid_until === null ? null : Temporal.PlainDate.from(valid_until),
      documents: documents.length,
      isConfirmed,
    })),
  };
  return [...missingForSubmission(facts, today)];
}

function toWaitingView(
  { state, position, people_waiting: people }: ApplicationRow,
  estimatedOn: PlainDate | null,
  today: PlainDate,
): WaitingView {
  if (position === null) {
    const none = { position, people, estimatedOn: null };
    if (state === 'approved') {
      const words = { words: '已选房或已承租，不再轮候。', wordsEn: 'You have a unit, and wait no more.' };
      return { ...none, noEstimate: 'has_unit', ...words };
    }
    const words = {
      words: '申请通过后进入轮候名单。',
      wordsEn: 'An application is in the waiting list once approved.',
    };
    return { ...none, noEstimate: 'not_in_the_list', ...words };
  }
  const place = {
    zh: `轮候第 ${position} 位，共 ${people} 人。`,
    en: `Number ${position} of ${people} in the waiting list.`,
  };
  const when = estimateInWords(estimatedOn, today);
  return {
    ...{ position, people, estimatedOn: estimatedOn?.toString() ?? null },
    noEstimate: estimatedOn === null ? 'not_known' : null,
    words: `${place.zh}${when.zh}`,
    wordsEn: `${place.en} ${when.en}`,
  };
}

function estimateInWords(on: PlainDate | null, today: PlainDate): Text {
  if (on === null)
    return {
      zh: '按现有租约还看不出何时轮到，暂时无法预估时间。',
      en: 'The leases of today do not show when it is your turn, so nobody can say how long it takes.',
    };
  if (on.equals(today)) return { zh: '按名次现在已有空房可选。', en: 'By your place there is a unit to choose now.' };
  const day = dateInWords(on);
  return {
    zh: `按现有租约和近一年的续租情况，预计 ${day.zh} 前后轮到；这是估计，不是承诺。`,
    en: `By the leases of today and the renewals of the last year, your turn is about ${day.en}. This is an estimate, no promise.`,
  };
}

function toReasons(reason: string | null, reasonEn: string | null) {
  return reason !== null && reasonEn !== null ? { reason, reasonEn } : null;
}

function toIso(stored: Date, zone: string): string {
  return isoIn(zone, instantOf(stored));
}
