import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inLanguage } from '../kernel/text.js';
import type { Language, Text } from '../kernel/text.js';
import { timeOfDay } from '../kernel/time.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { zonedOf } from '../platform/database/sql-values.js';
import { writeSpreadsheet } from '../platform/http/spreadsheet.js';
import type { Cell } from '../platform/http/spreadsheet.js';
import type { RosterView } from './roster.contract.js';
import { RosterQueries } from './roster.queries.js';

const title: Text = { zh: '名单', en: 'Roster' };
const headings: readonly Text[] = [
  { zh: '序号', en: 'No.' },
  { zh: '姓名', en: 'Name' },
  { zh: '手机', en: 'Phone' },
  { zh: '编号', en: 'Reference' },
  { zh: '状态', en: 'State' },
  { zh: '到课', en: 'Present' },
  { zh: '缺课', en: 'Absent' },
  { zh: '请假', en: 'Leave' },
];
const states: Record<RosterView['learners'][number]['state'], Text> = {
  confirmed: { zh: '已报名', en: 'Enrolled' },
  awaiting_payment: { zh: '待付款', en: 'To be paid' },
  offered: { zh: '待确认', en: 'Offered' },
  waiting: { zh: '候补', en: 'Waiting' },
};
const marks = {
  present: { zh: '到', en: 'P' },
  absent: { zh: '缺', en: 'A' },
  leave: { zh: '假', en: 'L' },
} as const;

/** Writes the roster of a class as a sheet to print: a column for each evening. */
@Injectable()
export class ExportRoster {
  constructor(
    private readonly source: DataSource,
    private readonly rosters: RosterQueries,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, classId: string, language: Language): Promise<{ bytes: Buffer; name: string }> {
    const { course, learners } = await this.rosters.roster(actor, classId);
    const sessions: { id: string; number: number; starts_at: Date }[] = await this.source.query(
      `SELECT id, number, lower(during) AS starts_at FROM class_sessions
        WHERE class_id = $1 AND state = 'scheduled' ORDER BY lower(during)`,
      [classId],
    );
    const known: { session_id: string; resident_id: string; state: keyof typeof marks }[] = await this.source.query(
      `SELECT session_id, resident_id, state FROM attendances WHERE session_id = ANY($1)`,
      [sessions.map(({ id }) => id)],
    );
    const mark = new Map(known.map((row) => [`${row.session_id} ${row.resident_id}`, marks[row.state]]));
    const days = sessions.map(({ number, starts_at }) => {
      const day = zonedOf(starts_at, this.clock.zone);
      return `${number}. ${day.month}/${day.day} ${timeOfDay(day.toPlainTime())}`;
    });
    const rows = learners.map((learner, index): Cell[] => {
      const state = inLanguage(states[learner.state], language);
      return [
        ...[index + 1, learner.name, learner.phone.replace(/^\+86/, ''), learner.reference],
        ...[learner.position === null ? state : `${state} ${learner.position}`],
        ...[learner.present, learner.absent, learner.leave],
        ...sessions.map(({ id }) => mark.get(`${id} ${learner.residentId}`) ?? null),
      ];
    });
    const bytes = await writeSpreadsheet(language, { title, headings: [...headings, ...days], rows });
    return { bytes, name: `${course} ${inLanguage(title, language)}.xlsx` };
  }
}
