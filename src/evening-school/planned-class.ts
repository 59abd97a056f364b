import { isBefore, overlaps, Temporal } from '../kernel/time.js';
import type { PlainDate, Span } from '../kernel/time.js';
import type { HouseCalendar } from '../kernel/calendar.js';
import { cell } from '../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow } from '../platform/sheets/check-sheet.rules.js';
import { headingOf } from './course-list.columns.js';
import type { CourseListEntry } from './course-list.columns.js';
import { sessionDates, sessionSpan } from './session-dates.rules.js';

/** A row of the list with its evenings. */
export interface PlannedClass extends CheckedRow<CourseListEntry> {
  readonly dates: readonly PlainDate[];
  readonly spans: readonly Span[];
  /** Some of them fall in a year whose holidays are not published yet. */
  readonly provisional: boolean;
}

export interface TermDates {
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
}

/** Finds the evenings of each row; a row whose evenings do not fit into the term is an error of its 课次. */
export function planClasses(
  rows: readonly CheckedRow<CourseListEntry>[],
  term: TermDates,
  calendar: HouseCalendar,
  zone: string,
): { planned: PlannedClass[]; errors: CellError[] } {
  const planned: PlannedClass[] = [];
  const errors: CellError[] = [];
  for (const checked of rows) {
    const { row, entry } = checked;
    const dates = sessionDates(entry, term, calendar);
    if (dates) {
      const spans = dates.map((date) => sessionSpan(date, entry.startsAt, entry.minutes, zone));
      const provisional = dates.some((date) => !calendar.isPublished(date));
      planned.push({ ...checked, dates, spans, provisional });
      continue;
    }
    const ends = term.endsOn.toString();
    const reason = [
      `到 ${ends} 学期结束不够这么多次`,
      `the term ends on ${ends}, before there are so many evenings`,
    ] as const;
    errors.push(cell(row, headingOf('sessionCount'), String(entry.sessionCount), ...reason));
  }
  return { planned, errors };
}

interface Use {
  readonly row: number;
  readonly name: string;
  readonly field: 'room' | 'teacher';
  readonly course: string;
  readonly span: Span;
}

/** Rooms and teachers that the list itself books twice; each pair of rows is named once. */
export function findClashesWithin(planned: readonly PlannedClass[]): CellError[] {
  const uses = planned.flatMap(({ row, entry, spans }) =>
    spans.flatMap((span): Use[] => [
      { row, name: entry.room, field: 'room', course: entry.course, span },
      { row, name: entry.teacher, field: 'teacher', course: entry.course, span },
    ]),
  );
  const errors = new Map<string, CellError>();
  for (const group of groupsOf(uses)) {
    let holder: Use | undefined;
    // Each is held against whoever has the room longest, not against all others: a list may name one room 2,000 times.
    for (const use of group.sort((a, b) => Temporal.Instant.compare(a.span.startsAt, b.span.startsAt))) {
      if (holder && holder.row !== use.row && overlaps(holder.span, use.span)) {
        const key = `${use.field} ${Math.min(holder.row, use.row)} ${Math.max(holder.row, use.row)}`;
        if (!errors.has(key)) errors.set(key, clash(holder, use));
      }
      if (!holder || isBefore(holder.span.endsAt, use.span.endsAt)) holder = use;
    }
  }
  return [...errors.values()];
}

function groupsOf(uses: readonly Use[]): Use[][] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const key = `${use.field} ${use.name}`;
    const group = groups.get(key);
    if (group) group.push(use);
    else groups.set(key, [use]);
  }
  return [...groups.values()];
}

function clash(a: Use, b: Use): CellError {
  const [first, second] = a.row < b.row ? [a, b] : [b, a];
  const reason = `与第 ${first.row} 行“${first.course}”时间冲突`;
  const reasonEn = `is booked at the same time by row ${first.row}, "${first.course}"`;
  return cell(second.row, headingOf(second.field), second.name, reason, reasonEn);
}
