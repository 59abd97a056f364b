import { Injectable } from '@nestjs/common';
import type { Actor } from '../../people/index.js';
import { writeSpreadsheets } from '../../platform/http/spreadsheet.js';
import type { Cell } from '../../platform/http/spreadsheet.js';
import { LettingRates } from './letting-rates.queries.js';
import type { Outcome, RatesQuery, UnitNights } from './lettings.contract.js';

const nightsHeadings = ['可供夜数', '已租夜数', '停用夜数', '出租率(%)'];
const outcomes: Record<Outcome, string> = {
  renewed: '已续租',
  not_renewed: '未续租',
  not_allowed: '不予续租（不计入）',
  moved: '换房（不计入）',
};
/** Reasons that nobody gave but that follow from where the renewal stands. */
const reckoned: Record<string, string> = {
  'offer lapsed': '续租要约逾期未签',
  'offer open': '续租要约尚未签订',
  'not decided': '续租申请尚未处理',
  'no answer': '租客未答复',
  renewed: '',
};

/** Writes the rates of a period with what is behind them: unit by unit, and each lease that came to its end. */
@Injectable()
export class ExportLettingRates {
  constructor(private readonly rates: LettingRates) {}

  async run(actor: Actor, query: RatesQuery, today: string): Promise<{ bytes: Buffer; name: string }> {
    const [{ occupancy, renewal }, { items: units }, { items: ended }] = await Promise.all([
      this.rates.rates(actor, query, today),
      this.rates.units(actor, query, today),
      this.rates.ended(actor, query, today),
    ]);
    const rates = occupancy.map((row): Cell[] => [
      ...[row.house ?? '全部', row.building ?? '全部', row.layout ?? '全部', row.units],
      ...nightsCells(row),
    ]);
    const renewed: Cell[][] = [
      ['应续租约', renewal.reachedTheirEnd],
      ['已续租', renewal.renewed],
      ['续租率(%)', percentOf(renewal.rate)],
      ['不予续租（不计入）', renewal.notAllowed],
      ['换房（不计入）', renewal.moved],
    ];
    const leases = ended.map((lease): Cell[] => [
      ...[lease.reference, lease.tenant, lease.unit, lease.endsOn, outcomes[lease.outcome]],
      lease.outcome === 'renewed' ? '' : (reckoned[lease.reason] ?? lease.reason),
    ]);
    const bytes = await writeSpreadsheets([
      { title: '出租率', headings: ['公寓', '楼栋', '户型', '套数', ...nightsHeadings], rows: rates },
      { title: '续租率', headings: ['项目', '数值'], rows: renewed },
      {
        title: '各套夜数',
        headings: ['公寓', '楼栋', '房号', '户型', ...nightsHeadings],
        rows: units.map((unit) => [unit.house, unit.building, unit.number, unit.layout, ...nightsCells(unit)]),
      },
      { title: '到期租约', headings: ['租约编号', '租客', '房源', '最后一日', '结果', '原因'], rows: leases },
    ]);
    return { bytes, name: `${query.from} 至 ${query.until} 出租率与续租率.xlsx` };
  }
}

type Nights = Pick<UnitNights, 'nightsOffered' | 'nightsLet' | 'nightsOutOfService' | 'occupancy'>;

function nightsCells({ nightsOffered, nightsLet, nightsOutOfService, occupancy }: Nights): Cell[] {
  return [nightsOffered, nightsLet, nightsOutOfService, percentOf(occupancy)];
}

/** 0.6543 → 65.43 */
function percentOf(share: number | null): Cell {
  return share === null ? null : Math.round(share * 10_000) / 100;
}
