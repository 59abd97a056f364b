import { Injectable } from '@nestjs/common';
import type { Actor } from '../../people/index.js';
import { writeSpreadsheet } from '../../platform/http/spreadsheet.js';
import type { ReportQuery } from './reports.contract.js';
import { CultureReports } from './reports.queries.js';

const headings = [
  '类型',
  '名称',
  '场地',
  '日期',
  '开始',
  '结束',
  '名额',
  '预约',
  '到场',
  '未到',
  '现场',
  '利用率(%)',
  '备注',
];

/** Writes a period slot by slot for a spreadsheet. */
@Injectable()
export class ExportCultureReport {
  constructor(private readonly reports: CultureReports) {}

  async run(actor: Actor, query: ReportQuery): Promise<{ bytes: Buffer; name: string }> {
    const slots = await this.reports.all(actor, query);
    const rows = slots.map((slot) => [
      ...[slot.kind === 'exhibition' ? '展览' : '演出', slot.title, slot.hall, slot.day],
      ...[slot.startsAt.slice(11, 16), slot.endsAt.slice(11, 16), slot.capacity, slot.booked, slot.came, slot.absent],
      ...[slot.walkIns, slot.utilisation === null ? null : Math.round(slot.utilisation * 1_000) / 10],
      slot.cancelled ? '已取消' : '',
    ]);
    const bytes = await writeSpreadsheet('场次', headings, rows);
    return { bytes, name: `场次统计 ${query.from} ${query.until}.xlsx` };
  }
}
