import { cell, checkSheet, findTwins } from '../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow, CheckedSheet } from '../platform/sheets/check-sheet.rules.js';
import type { Sheet } from '../platform/sheets/read-sheet.js';
import { courseListColumns, headingOf } from './course-list.columns.js';
import type { CourseListEntry } from './course-list.columns.js';

/** Reads every cell and names every one that cannot be taken; rows with an error are left out of the rows. */
export function checkCourseList(sheet: Sheet): CheckedSheet<CourseListEntry> {
  const { rows, errors } = checkSheet(sheet, courseListColumns);
  const tooHigh = rows.flatMap(minimumError);
  const right = rows.filter(({ entry }) => entry.minimum <= entry.capacity);
  const inOrder = [...errors, ...tooHigh].sort((a, b) => a.row - b.row);
  return { rows: right, errors: [...inOrder, ...findTwins(right, identityOf, twinError)] };
}

function minimumError({ row, entry }: CheckedRow<CourseListEntry>): CellError[] {
  if (entry.minimum <= entry.capacity) return [];
  const reason = ['不能大于名额', 'must not be above the capacity'] as const;
  return [cell(row, headingOf('minimum'), String(entry.minimum), ...reason)];
}

/** What makes a class the same class: its course, teacher, weekday and hour. */
export function identityOf(entry: Pick<CourseListEntry, 'course' | 'teacher' | 'weekday' | 'startsAt'>): string {
  return [entry.course, entry.teacher, entry.weekday, entry.startsAt.toString({ smallestUnit: 'minute' })].join('|');
}

function twinError({ row, entry }: CheckedRow<CourseListEntry>, first: number): CellError {
  return cell(row, headingOf('course'), entry.course, `与第 ${first} 行重复`, `is the same class as row ${first}`);
}
