import { describe, expect, it } from '@jest/globals';
import type { Field, UnitListEntry } from '../../src/apartments/inventory/unit-list.columns.js';
import { headingOf } from '../../src/apartments/inventory/unit-list.columns.js';
import { checkUnitList, differences, findLostZeros } from '../../src/apartments/inventory/unit-list.rules.js';
import { unitsRefusals } from '../../src/apartments/inventory/units.errors.js';
import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import { realUnitList, unitListHeadings, unitRow } from '../support/unit-list.js';

function check(headings: readonly string[], ...rows: readonly (readonly string[])[]) {
  return checkUnitList({ headings, rows: rows.map((cells, index) => ({ row: index + 2, cells })) });
}

function readAs<F extends Field>(field: F, text: string): UnitListEntry[F] | undefined {
  return check(unitListHeadings, unitRow({ [headingOf(field)]: text })).rows[0]?.entry[field];
}

function entryOf(overrides: Parameters<typeof unitRow>[0] = {}): UnitListEntry {
  const [row] = check(unitListHeadings, unitRow(overrides)).rows;
  if (!row) throw new Error('The row is not right.');
  return row.entry;
}

describe('a unit list', () => {
  it('of the real house is right in every cell: 192 units in two buildings, at 26.50 and 28.00 yuan', async () => {
    const { rows, errors } = checkUnitList(await readSheet(realUnitList, unitsRefusals.unit_list_unreadable));
    expect(errors).toEqual([]);
    expect(rows).toHaveLength(192);
    expect(new Set(rows.map(({ entry }) => `${entry.building} ${entry.marketFenPerM2}`))).toEqual(
      new Set(['菁英公寓1号楼 2650', '菁英公寓2号楼 2800']),
    );
    expect(rows[0]).toEqual({
      row: 2,
      entry: {
        building: '菁英公寓1号楼',
        number: '0201',
        floor: 2,
        layout: '单身公寓',
        areaM2: 35,
        rooms: 1,
        marketFenPerM2: 2_650,
        orientation: '南',
        equipment: ['空调', '热水器', '宽带'],
      },
    });
  });

  it('is read under other spellings of the headings, in another order, without the column of equipment', () => {
    const headings = ['房间号', '楼号', '层', '户 型', '面积（㎡）', '居室数', '市场租金', '朝向'];
    const { rows, errors } = check(headings, ['0301', '1号楼', '3层', '单身公寓', '３５㎡', '1', '￥26.5元', '朝南']);
    expect(errors).toEqual([]);
    expect(rows[0]?.entry).toMatchObject({ number: '0301', floor: 3, areaM2: 35, orientation: '南', equipment: [] });
  });

  it('names columns that are missing, unknown or there twice before any row is read', () => {
    const { rows, errors } = check(['楼栋', '楼号', '颜色', '房号', '楼层', '户型', '面积', '居室'], unitRow());
    expect(rows).toEqual([]);
    expect(errors.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [1, '楼号', '这一列出现了两次'],
      [1, '颜色', '没有这一列'],
      [1, '市场租金(元/㎡·月)', '缺少这一列'],
      [1, '朝向', '缺少这一列'],
    ]);
  });

  it('names a unit that is there twice; the same number in another building is another unit', () => {
    const { errors } = check(unitListHeadings, unitRow(), unitRow({ 楼栋: '2号楼' }), unitRow({ 户型: '单身公寓' }));
    expect(errors).toEqual([
      { row: 4, column: '房号', value: '0201', reason: '与第 2 行重复', reasonEn: 'is the same unit as row 2' },
    ]);
  });

  it('names numbers that a spreadsheet has robbed of their zeros', () => {
    const known = [entryOf(), entryOf({ 房号: '1001' })];
    const { rows } = check(
      unitListHeadings,
      unitRow({ 房号: '201' }),
      unitRow({ 房号: '1001' }),
      unitRow({ 房号: '202' }),
    );
    expect(findLostZeros(rows, known)).toMatchObject([{ row: 2, column: '房号', value: '201' }]);
    expect(findLostZeros(rows, [...known, entryOf({ 房号: '201' })])).toEqual([]);
  });
});

describe('a cell of a unit list', () => {
  it.each<[Field, string, unknown]>([
    ['number', ' 0201 ', '0201'],
    ['number', 'A-１２', 'A-12'],
    ['floor', '12F', 12],
    ['floor', '3楼', 3],
    ['areaM2', '78.25', 78.25],
    ['areaM2', '78 平方米', 78],
    ['areaM2', '52m²', 52],
    ['marketFenPerM2', '26.5', 2_650],
    ['marketFenPerM2', '1000', 100_000],
    ['orientation', '南向', '南'],
    ['orientation', '朝东南', '东南'],
    ['orientation', '南北', '南北'],
    ['equipment', '空调；热水器、宽带，空调;', ['空调', '热水器', '宽带']],
    ['equipment', '空调\n宽带', ['空调', '宽带']],
    ['equipment', '', []],
    ['layout', "'=1+1", '=1+1'],
    ['layout', '🏠<b>', '🏠<b>'],
  ])('under %s that says %j is read', (field, text, value) => {
    expect(readAs(field, text)).toEqual(value);
  });

  it.each<[(typeof unitListHeadings)[number], string, RegExp]>([
    ['楼栋', '', /must not be empty/],
    ['楼栋', '楼'.repeat(41), /at most 40 characters/],
    ['房号', '02\u000001', /control characters/],
    ['房号', '0'.repeat(21), /at most 20 characters/],
    ['楼层', '0', /whole number from 1 to 200/],
    ['楼层', '-1', /whole number from 1 to 200/],
    ['楼层', '二', /whole number from 1 to 200/],
    ['户型', ' ', /must not be empty/],
    ['面积(㎡)', '-35', /area above 0/],
    ['面积(㎡)', '0', /area above 0/],
    ['面积(㎡)', '35.005', /at most two decimals/],
    ['面积(㎡)', '10000.01', /up to 10,000/],
    ['面积(㎡)', '1e3', /area above 0/],
    ['面积(㎡)', '#DIV/0!', /area above 0/],
    ['面积(㎡)', '=A1*2', /area above 0/],
    ['居室', '1.5', /whole number from 1 to 20/],
    ['居室', '9'.repeat(400), /whole number from 1 to 20/],
    ['市场租金(元/㎡·月)', '0', /0.01 to 1,000 yuan/],
    ['市场租金(元/㎡·月)', '1000.01', /0.01 to 1,000 yuan/],
    ['市场租金(元/㎡·月)', '免费', /0.01 to 1,000 yuan/],
    ['朝向', 'S', /must be 东, 南, 西, 北/],
    ['朝向', '🧭', /must be 东, 南, 西, 北/],
    ['设施', Array.from({ length: 31 }, (_, index) => `设备${index}`).join(';'), /at most 30 items/],
    ['设施', `空调;${'长'.repeat(21)}`, /at most 20 characters/],
  ])('under %s that says %j is named with its row, value and reason', (column, value, reason) => {
    const { rows, errors } = check(unitListHeadings, unitRow({ [column]: value }));
    expect(rows).toEqual([]);
    expect(errors).toEqual([
      {
        row: 2,
        column,
        value: value.slice(0, 100),
        reason: expect.stringMatching(/\p{Script=Han}/u),
        reasonEn: expect.stringMatching(reason),
      },
    ]);
  });
});

describe('what a list says otherwise than the house has it', () => {
  it('is nothing for the same row, and each field that is not the same', () => {
    expect(differences(entryOf(), entryOf({ '面积(㎡)': '52.00', 设施: '空调、宽带' }))).toEqual([]);
    expect(differences(entryOf(), entryOf({ '市场租金(元/㎡·月)': '27', 设施: '' }))).toEqual([
      'marketFenPerM2',
      'equipment',
    ]);
  });
});
