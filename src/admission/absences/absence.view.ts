import type { Standing } from './absence.rules.js';
import type { Lift } from './absence-mark.entity.js';
import type { AppealView, MarkView, StandingView } from './absences.contract.js';

type Iso = (stored: Date) => string;

interface AppealColumns {
  appeal_id: string;
  words: string;
  made_at: Date;
  appeal_state: AppealView['state'];
  decision_reason: string | null;
  decided_at: Date | null;
}

interface MarkColumns {
  id: string;
  day: string;
  scope: string;
  reason: string;
  reason_en: string;
}

type MaybeAppeal = { [Column in keyof AppealColumns]: AppealColumns[Column] | null };

export interface MarkRow extends MarkColumns, MaybeAppeal {
  subject_kind: string;
  subject_id: string;
  state: MarkView['state'];
  given_at: Date;
  lift: Lift | null;
  lift_reason: string | null;
  lifted_at: Date | null;
}

export interface AppealRow extends MarkColumns, AppealColumns {
  resident_id: string;
  name: string | null;
  phone: string;
  staff_id: string | null;
  staff: string | null;
}

export function toMarkView(row: MarkRow, iso: Iso): MarkView {
  const { lift, lift_reason: reason, lifted_at: at } = row;
  return {
    ...toMarkPart(row),
    subject: { kind: row.subject_kind, id: row.subject_id },
    state: row.state,
    givenAt: iso(row.given_at),
    lifted: lift && reason !== null && at ? { lift, reason, at: iso(at) } : null,
    mayAppeal: row.state !== 'lifted' && row.appeal_id === null,
    appeal: hasAppeal(row) ? toAppealPart(row, iso) : null,
  };
}

export function toAppealView(row: AppealRow, iso: Iso): AppealView {
  return {
    ...toAppealPart(row, iso),
    resident: { id: row.resident_id, name: row.name, phone: row.phone },
    mark: toMarkPart(row),
    decidedBy: row.staff_id === null ? null : { id: row.staff_id, name: row.staff ?? '' },
  };
}

export function toStandingView(scope: string, { rule, marks, marksLeft, bar }: Standing): StandingView {
  return {
    scope,
    rule: { ...rule },
    marks: marks.map(({ id, day }) => ({ id, day: day.toString() })),
    marksLeft,
    bar: bar && {
      from: bar.from.toString(),
      until: bar.until.toString(),
      marks: bar.marks.map(({ id }) => id),
    },
  };
}

function hasAppeal(row: MarkRow): row is MarkRow & AppealColumns {
  return row.appeal_id !== null;
}

function toMarkPart({ id, day, scope, reason, reason_en }: MarkColumns) {
  return { id, day, scope, reason, reasonEn: reason_en };
}

function toAppealPart(row: AppealColumns, iso: Iso) {
  return {
    id: row.appeal_id,
    words: row.words,
    madeAt: iso(row.made_at),
    state: row.appeal_state,
    reason: row.decision_reason,
    decidedAt: row.decided_at && iso(row.decided_at),
  };
}
