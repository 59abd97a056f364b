import { readFileSync } from 'node:fs';
import { csv } from './course-list.js';

/** The list of the real house: 192 units in two buildings. */
export const realUnitList = readFileSync(new URL('../../demo/apartment-units.csv', import.meta.url));

export const unitListHeadings = [
  '楼栋',
  '房号',
  '楼层',
  '户型',
  '面积(㎡)',
  '居室',
  '市场租金(元/㎡·月)',
  '朝向',
  '设施',
] as const;

const fine = ['1号楼', '0201', '2', '一室一厅', '52', '1', '26.50', '南', '空调;宽带'];

/** A right row of a unit list, with these cells instead. */
export function unitRow(overrides: Partial<Record<(typeof unitListHeadings)[number], string>> = {}): string[] {
  return unitListHeadings.map((heading, index) => overrides[heading] ?? fine[index] ?? '');
}

/** A unit list as UTF-8 CSV, headings first. */
export function unitList(...rows: readonly (readonly string[])[]): Buffer {
  return csv([unitListHeadings, ...rows]);
}

/** A unit as staff type it in, that is in no list. */
export const typedUnit = {
  number: '0301',
  floor: 3,
  layout: '两室一厅',
  rooms: 2,
  areaM2: 78.25,
  marketFenPerM2: 2_800,
  orientation: '东南',
  equipment: ['空调'],
};
