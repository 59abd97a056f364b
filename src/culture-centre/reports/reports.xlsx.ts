import { Injectable } from '@nestjs/common';
import type { Actor } from '../../people/index.js';
import { inLanguage } from '../../kernel/text.js';
import type { Language, Text } from '../../kernel/text.js';
import { writeSpreadsheet } from '../../platform/http/spreadsheet.js';
import type { Cell } from '../../platform/http/spreadsheet.js';
import type { ReportQuery, SlotReport } from './reports.contract.js';
import { CultureReports } from './reports.queries.js';

const headings: readonly Text[] = [
  { zh: '类型', en: 'Kind' },
  { zh: '名称', en: 'Title' },
  { zh: '场地', en: 'Hall' },
  { zh: '日期', en: 'Day' },
  { zh: '开始', en: 'From' },
  { zh: '结束', en: 'Until' },
  { zh: '名额', en: 'Places' },
  { zh: '预约', en: 'Booked' },
  { zh: '到场', en: 'Came' },
  { zh: '未到', en: 'Absent' },
  { zh: '现场', en: 'Walk-ins' },
  { zh: '利用率(%)', en: 'Utilisation (%)' },
  { zh: '备注', en: 'Remark' },
];
const kinds: Record<SlotReport['kind'], Text> = {
  exhibition: { zh: '展览', en: 'Exhibition' },
  performance: { zh: '演出', en: 'Performance' },
};

/** Writes a period slot by slot for a spreadsheet. */
@Injectable()
export class ExportCultureReport {
  constructor(private readonly reports: CultureReports) {}

  async run(actor: Actor, query: ReportQuery, language: Language): Promise<{ bytes: Buffer; name: string }> {
    const slots = await this.reports.all(actor, query);
    const rows = slots.map((slot): Cell[] => [
      ...[kinds[slot.kind], inLanguage({ zh: slot.title, en: slot.titleEn }, language), slot.hall, slot.day],
      ...[slot.startsAt.slice(11, 16), slot.endsAt.slice(11, 16), slot.capacity, slot.booked, slot.came, slot.absent],
      ...[slot.walkIns, slot.utilisation === null ? null : Math.round(slot.utilisation * 1_000) / 10],
      slot.cancelled ? { zh: '已取消', en: 'Cancelled' } : '',
    ]);
    const bytes = await writeSpreadsheet(language, { title: { zh: '场次', en: 'Slots' }, headings, rows });
    const name = inLanguage({ zh: '场次统计', en: 'Slots' }, language);
    return { bytes, name: `${name} ${query.from} ${query.until}.xlsx` };
  }
}
