import type { Fen } from '../../kernel/money.js';
import { name, whole, wrong, yuan } from '../../platform/sheets/columns.js';
import type { Columns, Read } from '../../platform/sheets/columns.js';

/** One row of a unit list, read and right. */
export interface UnitListEntry {
  readonly building: string;
  readonly number: string;
  readonly floor: number;
  readonly layout: string;
  readonly areaM2: number;
  readonly rooms: number;
  readonly marketFenPerM2: Fen;
  readonly orientation: string;
  readonly equipment: readonly string[];
}

export type Field = keyof UnitListEntry;

function floor(text: string): Read<number> {
  return whole(1, 200)(text.replace(/(层|楼|F)$/i, ''));
}

function area(text: string): Read<number> {
  const plain = text.replace(/\s*(m2|平方米|平米)$/i, '');
  const value = /^\d{1,5}(\.\d{1,2})?$/.test(plain) ? Number(plain) : NaN;
  const fits = value > 0 && value <= 10_000;
  return fits
    ? { value }
    : wrong(
        '须为大于 0、不超过 10000 的面积，最多两位小数',
        'must be an area above 0 and up to 10,000 m², with at most two decimals',
      );
}

function orientation(text: string): Read<string> {
  const value = text.replace(/^朝/, '').replace(/[朝向]$/, '');
  return /^[东南西北]{1,4}$/.test(value)
    ? { value }
    : wrong('须为东、南、西、北，或其组合，如东南', 'must be 东, 南, 西, 北 or several of them, such as 东南');
}

const mostEquipment = 30;

/** `空调;热水器、宽带`; what is named twice counts once. */
function equipment(text: string): Read<readonly string[]> {
  const items = text.split(/[;,、\n]/).map((item) => item.trim());
  const value = [...new Set(items.filter((item) => item !== ''))];
  if (value.length > mostEquipment) return wrong(`最多 ${mostEquipment} 项`, `at most ${mostEquipment} items`);
  const bad = value.map(name(20)).find((item) => 'wrong' in item);
  return bad ?? { value };
}

/** The columns of a unit list, in the order in which Linli writes them. */
export const unitListColumns: Columns<UnitListEntry> = {
  building: { headings: ['楼栋', '楼号', '楼栋名称'], read: name(40) },
  number: { headings: ['房号', '房间号', '门牌号'], read: name(20) },
  floor: { headings: ['楼层', '层'], read: floor },
  layout: { headings: ['户型'], read: name(20) },
  areaM2: { headings: ['面积(㎡)', '面积', '建筑面积(㎡)', '建筑面积'], read: area },
  rooms: { headings: ['居室', '居室数', '房间数'], read: whole(1, 20) },
  marketFenPerM2: {
    headings: ['市场租金(元/㎡·月)', '市场租金(元/㎡/月)', '市场租金(元/㎡)', '市场租金'],
    read: yuan(1, 100_000),
  },
  orientation: { headings: ['朝向'], read: orientation },
  equipment: { headings: ['设施', '配套设施', '设备'], empty: [], read: equipment },
};

export function headingOf(field: Field): string {
  return unitListColumns[field].headings[0];
}
