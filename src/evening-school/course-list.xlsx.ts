import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { yuan } from '../kernel/money.js';
import { timeOfDay, weekdayInWords } from '../kernel/time.js';
import type { Actor } from '../people/index.js';
import { writeList } from '../platform/http/spreadsheet.js';
import type { Cell } from '../platform/http/spreadsheet.js';
import { courseListColumns, headingOf } from './course-list.columns.js';
import type { CourseListEntry, Field } from './course-list.columns.js';
import { findKnownClasses } from './known-classes.js';
import { TermsQueries } from './terms.queries.js';

/** Writes a term's classes in the columns of the import: exported and imported again, nothing changes. */
@Injectable()
export class ExportCourseList {
  constructor(
    private readonly source: DataSource,
    private readonly terms: TermsQueries,
  ) {}

  async run(actor: Actor, termId: string): Promise<{ bytes: Buffer; name: string }> {
    const term = await this.terms.one(actor, termId);
    const known = [...(await findKnownClasses(this.source.manager, termId)).values()];
    const fields = Object.keys(courseListColumns) as Field[];
    const rows = known
      .filter(({ state }) => state !== 'cancelled')
      .map(({ entry }) => fields.map((field) => toCell(entry, field)));
    const bytes = await writeList('课程表', fields.map(headingOf), rows);
    return { bytes, name: `${term.name} 课程表.xlsx` };
  }
}

function toCell(entry: CourseListEntry, field: Field): Cell {
  const value = entry[field];
  if (field === 'weekday') return weekdayInWords(entry.weekday).zh;
  if (field === 'feeFen') return entry.feeFen % 100 === 0 ? entry.feeFen / 100 : yuan(entry.feeFen);
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'object' ? timeOfDay(value) : value;
}
