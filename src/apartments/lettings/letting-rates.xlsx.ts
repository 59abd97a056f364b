import { Injectable } from '@nestjs/common';
import type { Actor } from '../../people/index.js';
import { inLanguage } from '../../kernel/text.js';
import type { Language, Text } from '../../kernel/text.js';
import { writeSpreadsheet } from '../../platform/http/spreadsheet.js';
import type { Cell } from '../../platform/http/spreadsheet.js';
import { LettingRates } from './letting-rates.queries.js';
import type { Outcome, RatesQuery, UnitNights } from './lettings.contract.js';

const house: Text = { zh: '公寓', en: 'House' };
const building: Text = { zh: '楼栋', en: 'Building' };
const layout: Text = { zh: '户型', en: 'Layout' };
const all: Text = { zh: '全部', en: 'All' };
const nights: readonly Text[] = [
  { zh: '可供夜数', en: 'Nights offered' },
  { zh: '已租夜数', en: 'Nights let' },
  { zh: '停用夜数', en: 'Nights out of service' },
  { zh: '出租率(%)', en: 'Occupancy (%)' },
];
const outcomes: Record<Outcome, Text> = {
  renewed: { zh: '已续租', en: 'Renewed' },
  not_renewed: { zh: '未续租', en: 'Not renewed' },
  not_allowed: { zh: '不予续租（不计入）', en: 'Not allowed (not counted)' },
  moved: { zh: '换房（不计入）', en: 'Moved (not counted)' },
};
/** Reasons that nobody gave but that follow from where the renewal stands. */
const reckoned: Record<string, Text> = {
  'offer lapsed': { zh: '续租要约逾期未签', en: 'The offer lapsed unsigned' },
  'offer open': { zh: '续租要约尚未签订', en: 'The offer is not signed yet' },
  'not decided': { zh: '续租申请尚未处理', en: 'The renewal is not decided yet' },
  'no answer': { zh: '租客未答复', en: 'The tenant gave no answer' },
};

const leaseHeadings: readonly Text[] = [
  { zh: '租约编号', en: 'Lease' },
  { zh: '租客', en: 'Tenant' },
  { zh: '房源', en: 'Unit' },
  { zh: '最后一日', en: 'Last day' },
  { zh: '结果', en: 'Outcome' },
  { zh: '原因', en: 'Reason' },
];

/** Writes the rates of a period with what is behind them: unit by unit, and each lease that came to its end. */
@Injectable()
export class ExportLettingRates {
  constructor(private readonly rates: LettingRates) {}

  async run(
    actor: Actor,
    query: RatesQuery,
    { today, language }: { today: string; language: Language },
  ): Promise<{ bytes: Buffer; name: string }> {
    const [{ occupancy, renewal }, { items: units }, { items: ended }] = await Promise.all([
      this.rates.rates(actor, query, today),
      this.rates.units(actor, query, today),
      this.rates.ended(actor, query, today),
    ]);
    const rates = occupancy.map((row): Cell[] => [
      ...[row.house ?? all, row.building ?? all, row.layout ?? all, row.units],
      ...nightsCells(row),
    ]);
    const renewed: Cell[][] = [
      [{ zh: '应续租约', en: 'Leases that reached their end' }, renewal.reachedTheirEnd],
      [outcomes.renewed, renewal.renewed],
      [{ zh: '续租率(%)', en: 'Renewal rate (%)' }, percentOf(renewal.rate)],
      [outcomes.not_allowed, renewal.notAllowed],
      [outcomes.moved, renewal.moved],
    ];
    const leases = ended.map((lease): Cell[] => [
      ...[lease.reference, lease.tenant, lease.unit, lease.endsOn, outcomes[lease.outcome]],
      lease.outcome === 'renewed' ? '' : (reckoned[lease.reason] ?? lease.reason),
    ]);
    const bytes = await writeSpreadsheet(
      language,
      {
        title: { zh: '出租率', en: 'Occupancy' },
        headings: [house, building, layout, { zh: '套数', en: 'Units' }, ...nights],
        rows: rates,
      },
      {
        title: { zh: '续租率', en: 'Renewal rate' },
        headings: [
          { zh: '项目', en: 'Item' },
          { zh: '数值', en: 'Value' },
        ],
        rows: renewed,
      },
      {
        title: { zh: '各套夜数', en: 'Nights by unit' },
        headings: [house, building, { zh: '房号', en: 'Number' }, layout, ...nights],
        rows: units.map((unit) => [unit.house, unit.building, unit.number, unit.layout, ...nightsCells(unit)]),
      },
      { title: { zh: '到期租约', en: 'Leases that ended' }, headings: leaseHeadings, rows: leases },
    );
    const name = inLanguage({ zh: '出租率与续租率', en: 'Occupancy and renewal rate' }, language);
    return { bytes, name: `${name} ${query.from} ${query.until}.xlsx` };
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
