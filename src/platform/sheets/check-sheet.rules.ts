import { fieldsOf, fieldUnder, normalise } from './columns.js';
import type { Columns } from './columns.js';
import type { Sheet } from './read-sheet.js';

/** A cell of a list that cannot be taken, and why. Rows are counted as Excel counts them. */
export interface CellError {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly reasonEn: string;
}

/** A row that is right in every cell. */
export interface CheckedRow<Entry> {
  readonly row: number;
  readonly entry: Entry;
}

export interface CheckedSheet<Entry> {
  readonly rows: readonly CheckedRow<Entry>[];
  readonly errors: readonly CellError[];
}

/**
 * Reads every cell and names every one that cannot be taken; rows with an error are left out of the rows. `shown`: how a
 * cell or heading is repeated in an error, where what was typed in the wrong place is not to be seen.
 */
export function checkSheet<Entry>(
  sheet: Sheet,
  columns: Columns<Entry>,
  shown: (typed: string) => string = (typed) => typed,
): CheckedSheet<Entry> {
  const { places, errors } = findColumns(sheet.headings, columns);
  const checked = errors.length > 0 ? [] : sheet.rows.map(({ row, cells }) => checkRow(row, cells, columns, places));
  const all = [...errors, ...checked.flatMap((result) => result.errors)];
  return {
    rows: checked.flatMap(({ found }) => (found ? [found] : [])),
    errors: all.map((error) => ({ ...error, column: shown(error.column), value: shown(error.value) })),
  };
}

function findColumns<Entry>(
  headings: readonly string[],
  columns: Columns<Entry>,
): { places: ReadonlyMap<keyof Entry, number>; errors: CellError[] } {
  const places = new Map<keyof Entry, number>();
  const errors: CellError[] = [];
  headings.forEach((heading, index) => {
    if (normalise(heading) === '') return;
    const field = fieldUnder(columns, heading);
    if (!field) errors.push(cell(1, heading, heading, '没有这一列', 'there is no such column'));
    else if (places.has(field)) errors.push(cell(1, heading, heading, '这一列出现了两次', 'the column is there twice'));
    else places.set(field, index);
  });
  for (const field of fieldsOf(columns)) {
    if (places.has(field) || columns[field].empty !== undefined) continue;
    errors.push(cell(1, columns[field].headings[0], '', '缺少这一列', 'the column is missing'));
  }
  return { places, errors };
}

function checkRow<Entry>(
  row: number,
  cells: readonly string[],
  columns: Columns<Entry>,
  places: ReadonlyMap<keyof Entry, number>,
): { found?: CheckedRow<Entry>; errors: CellError[] } {
  const errors: CellError[] = [];
  const values: Partial<Record<keyof Entry, unknown>> = {};
  for (const field of fieldsOf(columns)) {
    const typed = cells[places.get(field) ?? -1] ?? '';
    const text = normalise(typed);
    const { headings, empty, read } = columns[field];
    if (text === '') {
      if (empty === undefined) errors.push(cell(row, headings[0], typed, '不能为空', 'must not be empty'));
      values[field] = empty;
      continue;
    }
    const result = read(text);
    if ('wrong' in result) errors.push(cell(row, headings[0], typed, result.wrong.zh, result.wrong.en));
    else values[field] = result.value;
  }
  return errors.length > 0 ? { errors } : { found: { row, entry: values as unknown as Entry }, errors };
}

/** Rows that say the same thing as a row above them, told apart by their identity. */
export function findTwins<Entry>(
  rows: readonly CheckedRow<Entry>[],
  identity: (entry: Entry) => string,
  twin: (checked: CheckedRow<Entry>, firstRow: number) => CellError,
): CellError[] {
  const seen = new Map<string, number>();
  return rows.flatMap((checked) => {
    const first = seen.get(identity(checked.entry));
    if (first !== undefined) return [twin(checked, first)];
    seen.set(identity(checked.entry), checked.row);
    return [];
  });
}

export function cell(row: number, column: string, value: string, reason: string, reasonEn: string): CellError {
  return { row, column: column.slice(0, 100), value: value.slice(0, 100), reason, reasonEn };
}
