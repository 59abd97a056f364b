import { Injectable } from '@nestjs/common';
import { yuan } from '../../kernel/money.js';
import { assertMayAt } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { writeSpreadsheets } from '../../platform/http/spreadsheet.js';
import type { Cell } from '../../platform/http/spreadsheet.js';
import { LeasePreviewQueries } from './lease-preview.queries.js';
import { inOrder, previewedLease, summaryOf } from './lease-preview.rules.js';
import type {
  LeasePreview,
  LeasePreviewFilter,
  LeasePreviewQuery,
  LeasePreviewRow,
  LeasePreviewSummary,
} from './lease-preview.contract.js';
import { PoliciesQueries } from './policies.queries.js';

const changeInWords: Readonly<Record<LeasePreviewRow['change'], string>> = {
  raised: '上涨',
  lowered: '下降',
  unchanged: '不变',
  left_open: '政策未规定',
};

/** What a version would mean for the leases that run today, at their next renewal; nothing is written. */
@Injectable()
export class PreviewOnLeases {
  constructor(
    private readonly policies: PoliciesQueries,
    private readonly queries: LeasePreviewQueries,
    private readonly clock: Clock,
  ) {}

  async page(actor: Actor, id: string, query: LeasePreviewQuery): Promise<LeasePreview> {
    const { rows, summary } = await this.all(actor, id, query);
    const { page, size } = query;
    return { items: rows.slice((page - 1) * size, page * size), total: rows.length, page, size, summary };
  }

  async sheet(actor: Actor, id: string, filter: LeasePreviewFilter): Promise<{ bytes: Buffer; name: string }> {
    const { version, rows, summary } = await this.all(actor, id, filter);
    const headings = ['租约编号', '租客', '楼栋', '房号', '户型', '最后一日', '现租金(元)', '下一租期', '月数'];
    const bytes = await writeSpreadsheets([
      { title: '合计', headings: ['项目', '数值'], rows: sumCells(summary) },
      { title: '租约', headings: [...headings, '续租后(元)', '差额(元)', '变化', '原因'], rows: rows.map(cellsOf) },
    ]);
    return { bytes, name: `第 ${version} 版租住政策 对现有租约的影响 ${this.clock.today().toString()}.xlsx` };
  }

  private async all(actor: Actor, id: string, filter: LeasePreviewFilter) {
    const { venueId, version, values } = await this.policies.one(actor, id);
    assertMayAt(actor, 'leases.read', venueId);
    const running = await this.queries.running(venueId, filter);
    const open = running.filter(({ hasNext }) => !hasNext);
    const previewed = open.map((lease) => previewedLease(values, lease, this.clock.today()));
    const wanted = previewed.filter(({ change }) => filter.change === undefined || change === filter.change);
    const summary = summaryOf(previewed, running.length - open.length);
    return { version, rows: inOrder(wanted, filter.sort), summary };
  }
}

const inYuan = (amountFen: number | null): Cell => (amountFen === null ? null : Number(yuan(amountFen)));

function cellsOf({ lease, tenant, unit, today, next, rent, changeFen, change }: LeasePreviewRow): Cell[] {
  return [
    ...[lease.reference, tenant, unit.building, unit.number, unit.layout, lease.endsOn, inYuan(today?.netFen ?? null)],
    ...[next?.termNumber ?? null, next?.months ?? null],
    ...[inYuan(rent.outcome === 'rent' ? rent.netFen : null), inYuan(changeFen), changeInWords[change]],
    rent.outcome === 'rent' ? '' : rent.reason,
  ];
}

function sumCells(summary: LeasePreviewSummary): Cell[][] {
  return [
    ['租约', summary.leases],
    ['租金上涨', summary.raised],
    ['租金下降', summary.lowered],
    ['租金不变', summary.unchanged],
    ['政策未规定', summary.leftOpen],
    ['已续租（不计入）', summary.renewedAlready],
    ['现租金合计(元/月)', inYuan(summary.todayFen)],
    ['续租后合计(元/月)', inYuan(summary.nextFen)],
    ['差额合计(元/月)', inYuan(summary.changeFen)],
    ['政策未规定者现租金(元/月)', inYuan(summary.leftOpenTodayFen)],
  ];
}
