import { Injectable } from '@nestjs/common';
import { yuan } from '../../kernel/money.js';
import { inLanguage } from '../../kernel/text.js';
import type { Language, Text } from '../../kernel/text.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { writeSpreadsheet } from '../../platform/http/spreadsheet.js';
import type { Cell } from '../../platform/http/spreadsheet.js';
import type { LeasePreviewFilter, LeasePreviewRow, LeasePreviewSummary } from './lease-preview.contract.js';
import { PreviewOnLeases } from './preview-on-leases.service.js';

const changes: Readonly<Record<LeasePreviewRow['change'], Text>> = {
  raised: { zh: '上涨', en: 'Raised' },
  lowered: { zh: '下降', en: 'Lowered' },
  unchanged: { zh: '不变', en: 'Unchanged' },
  left_open: { zh: '政策未规定', en: 'Left open by the policy' },
};
const leaseHeadings: readonly Text[] = [
  { zh: '租约编号', en: 'Lease' },
  { zh: '租客', en: 'Tenant' },
  { zh: '楼栋', en: 'Building' },
  { zh: '房号', en: 'Number' },
  { zh: '户型', en: 'Layout' },
  { zh: '最后一日', en: 'Last day' },
  { zh: '现租金(元)', en: 'Rent today (yuan)' },
  { zh: '下一租期', en: 'Next term' },
  { zh: '月数', en: 'Months' },
  { zh: '续租后(元)', en: 'Rent then (yuan)' },
  { zh: '差额(元)', en: 'Difference (yuan)' },
  { zh: '变化', en: 'Change' },
  { zh: '原因', en: 'Reason' },
];
const sumHeadings: readonly Text[] = [
  { zh: '项目', en: 'Item' },
  { zh: '数值', en: 'Value' },
];

/** Writes for a spreadsheet what a version would mean for the leases that run today. */
@Injectable()
export class ExportLeasePreview {
  constructor(
    private readonly preview: PreviewOnLeases,
    private readonly clock: Clock,
  ) {}

  async run(
    actor: Actor,
    id: string,
    filter: LeasePreviewFilter,
    language: Language,
  ): Promise<{ bytes: Buffer; name: string }> {
    const { version, rows, summary } = await this.preview.all(actor, id, filter);
    const bytes = await writeSpreadsheet(
      language,
      { title: { zh: '合计', en: 'Totals' }, headings: sumHeadings, rows: sumCells(summary) },
      { title: { zh: '租约', en: 'Leases' }, headings: leaseHeadings, rows: rows.map(cellsOf) },
    );
    const today = this.clock.today().toString();
    const name = {
      zh: `第 ${version} 版租住政策 对现有租约的影响 ${today}`,
      en: `Version ${version} of the policy on running leases ${today}`,
    };
    return { bytes, name: `${inLanguage(name, language)}.xlsx` };
  }
}

const inYuan = (amountFen: number | null): Cell => (amountFen === null ? null : Number(yuan(amountFen)));

function cellsOf({ lease, tenant, unit, today, next, rent, changeFen, change }: LeasePreviewRow): Cell[] {
  return [
    ...[lease.reference, tenant, unit.building, unit.number, unit.layout, lease.endsOn, inYuan(today?.netFen ?? null)],
    ...[next?.termNumber ?? null, next?.months ?? null],
    ...[inYuan(rent.outcome === 'rent' ? rent.netFen : null), inYuan(changeFen), changes[change]],
    rent.outcome === 'rent' ? '' : { zh: rent.reason, en: rent.reasonEn },
  ];
}

function sumCells(summary: LeasePreviewSummary): Cell[][] {
  return [
    [{ zh: '租约', en: 'Leases' }, summary.leases],
    [{ zh: '租金上涨', en: 'Rent raised' }, summary.raised],
    [{ zh: '租金下降', en: 'Rent lowered' }, summary.lowered],
    [{ zh: '租金不变', en: 'Rent unchanged' }, summary.unchanged],
    [changes.left_open, summary.leftOpen],
    [{ zh: '已续租（不计入）', en: 'Renewed already (not counted)' }, summary.renewedAlready],
    [{ zh: '现租金合计(元/月)', en: 'Rents today (yuan a month)' }, inYuan(summary.todayFen)],
    [{ zh: '续租后合计(元/月)', en: 'Rents then (yuan a month)' }, inYuan(summary.nextFen)],
    [{ zh: '差额合计(元/月)', en: 'Difference (yuan a month)' }, inYuan(summary.changeFen)],
    [
      { zh: '政策未规定者现租金(元/月)', en: 'Rents today of those left open (yuan a month)' },
      inYuan(summary.leftOpenTodayFen),
    ],
  ];
}
