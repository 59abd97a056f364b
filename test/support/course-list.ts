import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import type { CellValue } from 'exceljs';
import { xlsxType } from '../../src/platform/http/files.js';

/** The list that staff really import: 20 classes with 402 places. */
export const realCourseList = readFileSync(new URL('../../demo/evening-school-term.csv', import.meta.url));

export const asCsv = { 'content-type': 'text/csv' };
export const asXlsx = { 'content-type': xlsxType };

export const courseListHeadings = [
  '课程',
  'course',
  '类别',
  '上课日',
  '开始',
  '时长(分钟)',
  '课次',
  '教室',
  '教师',
  '名额',
  '最少开班人数',
  '费用(元)',
] as const;

const defaults: Record<string, string> = {
  课程: '零基础国画',
  course: 'Chinese painting',
  类别: '书画',
  上课日: '周二',
  开始: '19:00',
  '时长(分钟)': '90',
  课次: '12',
  教室: '书画教室',
  教师: '沈老师',
  名额: '20',
  最少开班人数: '8',
  '费用(元)': '0',
};

/** A right row of a course list, with these cells instead. */
export function listRow(overrides: Readonly<Record<string, string>> = {}): string[] {
  const cells = { ...defaults, ...overrides };
  return courseListHeadings.map((heading) => cells[heading] ?? '');
}

/** A course list as UTF-8 CSV, headings first. */
export function csvList(...rows: readonly (readonly string[])[]): Buffer {
  return csv([courseListHeadings, ...rows]);
}

export function csv(rows: readonly (readonly string[])[]): Buffer {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  return Buffer.from(rows.map((row) => row.map(quoted).join(',') + '\r\n').join(''));
}

/** A workbook of one sheet, written as Excel writes it. */
export async function xlsx(
  rows: readonly (readonly CellValue[])[],
  arrange: (sheet: ExcelJS.Worksheet) => void = () => undefined,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('课程表');
  for (const row of rows) sheet.addRow([...row]);
  arrange(sheet);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** The cells of a workbook's first sheet as text, for looking at what Linli wrote. */
export async function cellsOf(file: Buffer): Promise<{ rows: string[][]; sheet: ExcelJS.Worksheet }> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(file as unknown as ArrayBuffer);
  const [sheet] = workbook.worksheets;
  if (!sheet) throw new Error('The workbook has no sheet.');
  const rows = Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_cell, column) => sheet.getCell(row + 1, column + 1).text),
  );
  return { rows, sheet };
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook whose sheet holds this XML, for what no library would write. */
export function rawXlsx(sheetXml: string, claimedSize?: number): Buffer {
  return zip(
    {
      '_rels/.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${spreadsheet}">${sheetXml}</worksheet>`,
    },
    claimedSize,
  );
}

/** Rows of text cells as a sheet's XML. */
export function sheetData(rows: readonly (readonly string[])[]): string {
  const cell = (text: string, row: number, column: number) =>
    `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const lines = rows.map((row, r) => `<row r="${r + 1}">${row.map((text, c) => cell(text, r, c)).join('')}</row>`);
  return `<sheetData>${lines.join('')}</sheetData>`;
}

function zip(files: Readonly<Record<string, string>>, claimedSize?: number): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(content), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(claimedSize ?? content.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, rest, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, entries, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
