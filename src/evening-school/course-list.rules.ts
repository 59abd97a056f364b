import { courseListColumns, fieldOf, headingOf, normalise } from './course-list.columns.js';
import type { CourseListEntry, Field } from './course-list.columns.js';
import type { Sheet } from './read-sheet.js';
import type { CellError } from './school.errors.js';

export interface CheckedRow {
  readonly row: number;
  readonly entry: CourseListEntry;
}

export interface CheckedList {
  readonly rows: readonly CheckedRow[];
  readonly errors: readonly CellError[];
}

/** Reads every cell and names every one that cannot be taken; rows with an error are left out of the rows. */
export function checkCourseList(sheet: Sheet): CheckedList {
  const { columns, errors } = findColumns(sheet.headings);
  if (errors.length > 0) return { rows: [], errors };
  const checked = sheet.rows.map(({ row, cells }) => checkRow(row, cells, columns));
  const rows = checked.flatMap(({ found }) => (found ? [found] : []));
  return { rows, errors: [...checked.flatMap((result) => result.errors), ...findTwins(rows)] };
}

function findColumns(headings: readonly string[]): { columns: ReadonlyMap<Field, number>; errors: CellError[] } {
  const columns = new Map<Field, number>();
  const errors: CellError[] = [];
  headings.forEach((heading, index) => {
    if (normalise(heading) === '') return;
    const field = fieldOf(heading);
    if (!field) errors.push(cell(1, heading, heading, '没有这一列', 'there is no such column'));
    else if (columns.has(field))
      errors.push(cell(1, heading, heading, '这一列出现了两次', 'the column is there twice'));
    else columns.set(field, index);
  });
  for (const field of Object.keys(courseListColumns) as Field[]) {
    if (columns.has(field) || courseListColumns[field].empty !== undefined) continue;
    errors.push(cell(1, headingOf(field), '', '缺少这一列', 'the column is missing'));
  }
  return { columns, errors };
}

function checkRow(
  row: number,
  cells: readonly string[],
  columns: ReadonlyMap<Field, number>,
): { found?: CheckedRow; errors: CellError[] } {
  const errors: CellError[] = [];
  const values: Partial<Record<Field, unknown>> = {};
  for (const field of Object.keys(courseListColumns) as Field[]) {
    const typed = cells[columns.get(field) ?? -1] ?? '';
    const text = normalise(typed);
    const { empty, read } = courseListColumns[field];
    if (text === '') {
      if (empty === undefined) errors.push(cell(row, headingOf(field), typed, '不能为空', 'must not be empty'));
      values[field] = empty;
      continue;
    }
    const result = read(text);
    if ('wrong' in result) errors.push(cell(row, headingOf(field), typed, result.wrong.zh, result.wrong.en));
    else values[field] = result.value;
  }
  if (errors.length > 0) return { errors };
  const entry = values as unknown as CourseListEntry;
  if (entry.minimum > entry.capacity) {
    const reason = ['不能大于名额', 'must not be above the capacity'] as const;
    return { errors: [cell(row, headingOf('minimum'), String(entry.minimum), ...reason)] };
  }
  return { found: { row, entry }, errors };
}

/** What makes a class the same class: its course, teacher, weekday and hour. */
export function identityOf(entry: Pick<CourseListEntry, 'course' | 'teacher' | 'weekday' | 'startsAt'>): string {
  return [entry.course, entry.teacher, entry.weekday, entry.startsAt.toString({ smallestUnit: 'minute' })].join('|');
}

function findTwins(rows: readonly CheckedRow[]): CellError[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ row, entry }) => {
    const identity = identityOf(entry);
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, row);
      return [];
    }
    return [cell(row, headingOf('course'), entry.course, `与第 ${first} 行重复`, `is the same class as row ${first}`)];
  });
}

export function cell(row: number, column: string, value: string, reason: string, reasonEn: string): CellError {
  return { row, column, value: value.slice(0, 100), reason, reasonEn };
}
