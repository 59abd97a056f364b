import { describe, expect, it } from '@jest/globals';
import { readSheet } from '../../src/evening-school/read-sheet.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { csv, rawXlsx, realCourseList, sheetData, xlsx } from '../support/course-list.js';

const table = [
  ['课程', '名额'],
  ['古筝“初级”, 第一期', '12'],
  ['剪辑\n与摄影', '20'],
];
const sheet = {
  headings: table[0],
  rows: [
    { row: 2, cells: table[1] },
    { row: 3, cells: table[2] },
  ],
};

/** `古筝初级` and so on in GB 18030, as Excel in China saves CSV. */
const gb18030 = Buffer.concat([
  Buffer.from([0xbf, 0xce, 0xb3, 0xcc, 0x2c, 0xc3, 0xfb, 0xb6, 0xee, 0x0d, 0x0a]),
  Buffer.from([0xb9, 0xc5, 0xf3, 0xdd, 0xb3, 0xf5, 0xbc, 0xb6, 0x2c, 0x31, 0x32, 0x0d, 0x0a]),
]);

async function refusalOf(file: Buffer): Promise<{ code: string; reason: unknown }> {
  const error: unknown = await readSheet(file).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error('The file was not refused.');
  return { code: error.code, reason: error.facts.reasonEn };
}

describe('a .csv file', () => {
  it('is read with its quotes, commas and line breaks', async () => {
    expect(await readSheet(csv(table))).toEqual(sheet);
  });

  it('is read with a byte order mark, as Excel writes it', async () => {
    expect(await readSheet(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), csv(table)]))).toEqual(sheet);
  });

  it('is read in GB 18030, as Excel saves it in China', async () => {
    expect(await readSheet(gb18030)).toEqual({
      headings: ['课程', '名额'],
      rows: [{ row: 2, cells: ['古筝初级', '12'] }],
    });
  });

  it('keeps the row numbers of Excel where rows are empty', async () => {
    const { rows } = await readSheet(Buffer.from('课程,名额\n,\n\n古筝,12\n , \n'));
    expect(rows).toEqual([{ row: 4, cells: ['古筝', '12'] }]);
  });

  it('may end in thousands of lines of nothing but commas', async () => {
    const { rows } = await readSheet(Buffer.from(`课程,名额\n古筝,12\n${',\n'.repeat(15_000)}`));
    expect(rows).toHaveLength(1);
  });

  it('has at most 2,000 rows, wherever they stand', async () => {
    const many = (count: number) => Buffer.from(`课程\n${',\n'.repeat(10)}${'古筝\n'.repeat(count)}`);
    expect((await readSheet(many(2_000))).rows).toHaveLength(2_000);
    expect(await refusalOf(many(2_001))).toEqual({
      code: 'school.course_list_unreadable',
      reason: 'at most 2000 rows are taken.',
    });
    expect((await refusalOf(Buffer.from(`课程\n${'\n'.repeat(100_000)}`))).reason).toBe('at most 2000 rows are taken.');
  });

  it('is refused when a quotation mark is missing', async () => {
    expect((await refusalOf(Buffer.from('课程\n"古筝\n'))).reason).toMatch(/quotation mark/);
  });

  it.each([
    ['of no bytes', ''],
    ['of blank lines', '\n\n,,\n'],
  ])('%s is refused', async (_what, text) => {
    expect((await refusalOf(Buffer.from(text))).code).toBe('school.course_list_unreadable');
  });

  it('with a title above the headings is told to begin with the headings', async () => {
    expect((await refusalOf(Buffer.from('\n课程,名额\n'))).reason).toMatch(/first row must hold the headings/);
  });

  it('of the real term has twenty rows', async () => {
    const { headings, rows } = await readSheet(realCourseList);
    expect(headings[0]).toBe('课程');
    expect(rows).toHaveLength(20);
  });
});

describe('an .xlsx file', () => {
  const read = async (...cells: Parameters<typeof xlsx>[0][number]) =>
    (await readSheet(await xlsx([['a'], [...cells]]))).rows[0]?.cells;

  it('is read like the same table as .csv', async () => {
    expect(await readSheet(await xlsx(table))).toEqual(sheet);
  });

  it('gives numbers, yes and no, and an empty cell as text', async () => {
    expect(await read(20, 199.5, true, null, ' 周二 ')).toEqual(['20', '199.5', 'true', '', ' 周二 ']);
  });

  it('gives a time of day as 19:00, though Excel keeps a date of 1899', async () => {
    const time = new Date(Date.UTC(1899, 11, 30, 19, 0));
    const almost = new Date(Date.UTC(1899, 11, 30, 18, 59, 59, 990));
    expect(await read(time, almost)).toEqual(['19:00', '19:00']);
  });

  it('gives a date as a date: a course that Excel took for one must not become 00:00', async () => {
    expect(await read(new Date(Date.UTC(2026, 2, 4)))).toEqual(['2026-03-04']);
  });

  it('gives the result of a formula, the text of rich text and of a link', async () => {
    const rich = { richText: [{ text: '古筝' }, { font: { bold: true }, text: '初级' }] };
    const link = { text: '古筝', hyperlink: 'https://example.org' };
    expect(await read({ formula: 'A1+1', result: 20 }, rich, link)).toEqual(['20', '古筝初级', '古筝']);
  });

  it('shows a failed formula, and one without a result, instead of taking the cell for empty', async () => {
    const failed = { formula: 'A1/0', result: { error: '#DIV/0!' as const } };
    expect(await read(failed, { formula: 'A1+1' }, { error: '#N/A' })).toEqual(['#DIV/0!', '=A1+1', '#N/A']);
  });

  it('gives every cell of a merged range what the range shows', async () => {
    const file = await xlsx([['a'], ['书画', '1'], ['', '2']], (sheet) => sheet.mergeCells('A2:A3'));
    expect((await readSheet(file)).rows.map(({ cells }) => cells[0])).toEqual(['书画', '书画']);
  });

  it('keeps the row numbers where rows are empty, and finds a row far below', async () => {
    const file = await xlsx([['a'], [], ['b']], (sheet) => {
      sheet.getCell('A9000').value = 'c';
    });
    expect((await readSheet(file)).rows).toEqual([
      { row: 3, cells: ['b'] },
      { row: 9000, cells: ['c'] },
    ]);
  });

  it('has at most 2,000 rows', async () => {
    const rows = Array.from({ length: 2_001 }, (_, index) => [`course ${index}`]);
    expect((await refusalOf(await xlsx([['a'], ...rows]))).reason).toBe('at most 2000 rows are taken.');
  });

  it('may have a list to choose from on whole columns, without a million entries being read', async () => {
    const lists =
      '<dataValidations><dataValidation type="list" sqref="A2:L1048576"><formula1>"a"</formula1></dataValidation></dataValidations>';
    expect(await readSheet(rawXlsx(sheetData(table.slice(0, 2)) + lists))).toMatchObject({ rows: [{ row: 2 }] });
  });

  it('that merges every cell there is, is refused', async () => {
    const merged = (ref: string) => rawXlsx(`${sheetData(table)}<mergeCells><mergeCell ref="${ref}"/></mergeCells>`);
    expect((await readSheet(merged('A2:A3'))).rows).toHaveLength(2);
    for (const ref of ['A1:XFD1048576', 'XFD1048576:A1', '&#65;1:XFD1048576']) {
      expect((await refusalOf(merged(ref))).reason).toBe('the file is too large.');
    }
  });

  it('that unpacks to far more than it says is refused', async () => {
    const bomb = rawXlsx(sheetData(table) + ' '.repeat(40 * 1024 * 1024), 1_000);
    expect(bomb.length).toBeLessThan(100_000);
    expect((await refusalOf(bomb)).reason).toBe('the file is too large.');
  });

  it.each([
    ['a zip that is cut off', async () => (await xlsx(table)).subarray(0, 3_000)],
    ['a zip of nothing', async () => Buffer.from('PK\x03\x04 and no more', 'latin1')],
    ['a zip that is no workbook', async () => rawXlsx('<<<')],
  ])('%s is refused', async (_what, file) => {
    expect((await refusalOf(await file())).reason).toBe('it is not a valid .xlsx file.');
  });

  it('in the old format or with a password is told to be saved anew', async () => {
    const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect((await refusalOf(old)).reason).toMatch(/save it as .xlsx/);
  });
});
