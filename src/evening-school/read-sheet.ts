import { readSheet as read } from '../platform/sheets/read-sheet.js';
import type { Sheet } from '../platform/sheets/read-sheet.js';
import { schoolRefusals } from './school.errors.js';

/** The sheet of a course list. */
export function readSheet(file: Buffer): Promise<Sheet> {
  return read(file, schoolRefusals.course_list_unreadable);
}
