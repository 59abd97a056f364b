import { parse } from 'csv-parse/sync';
import type ExcelJS from 'exceljs';
import type { CellValue } from 'exceljs';
import type { Refusal } from '../../kernel/refusal.js';
import { Temporal, timeOfDay } from '../../kernel/time.js';
import { isSmallEnough } from './xlsx-limits.js';

/** The first sheet of a file as text: the headings, and the rows that are not empty, with Excel's row numbers. */
export interface Sheet {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** Excel writes out lines of nothing but commas where a sheet has been formatted; so many of them are passed over. */
const mostLines = 20_000;
const mostColumns = 60;

/** What a sheet holds besides its cells: none of it is read, and a rule for a whole column is a million entries. */
const notRead = [
  'autoFilter',
  'conditionalFormatting',
  'dataValidations',
  'drawing',
  'extLst',
  'hyperlinks',
  'legacyDrawing',
  'picture',
  'tableParts',
];

type Line = Sheet['rows'][number];

/** A file that cannot be read as a sheet, and why; whoever asked for the sheet refuses it in its own words. */
class Unreadable extends Error {
  constructor(
    readonly reason: string,
    readonly reasonEn: string,
  ) {
    super(reasonEn);
  }
}

/** Reads .xlsx, and .csv in UTF-8 (with or without BOM) or GB 18030, as Excel saves it in China. */
export async function readSheet(
  file: Buffer,
  refusal: (why: { reason: string; reasonEn: string }) => Refusal,
  mostRows = 2_000,
): Promise<Sheet> {
  try {
    return await read(file, mostRows);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw refusal({ reason: error.reason, reasonEn: error.reasonEn });
  }
}

async function read(file: Buffer, mostRows: number): Promise<Sheet> {
  if (file.length === 0) throw new Unreadable('文件是空的。', 'the file is empty.');
  if (beginsWith(file, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new Unreadable(
      '这是旧的 .xls 格式，或者设有密码。请另存为不加密的 .xlsx。',
      'it is in the old .xls format or has a password; save it as .xlsx without one.',
    );
  }
  const isZip = beginsWith(file, 0x50, 0x4b, 0x03, 0x04);
  const lines = (isZip ? await readXlsx(file) : readCsv(file, mostRows)).filter(({ cells }) =>
    cells.some((cell) => cell.trim()),
  );
  const [head, ...rows] = lines;
  if (!head) throw new Unreadable('文件里没有内容。', 'there is nothing in the file.');
  if (head.row !== 1) throw new Unreadable('第一行须为列名。', 'the first row must hold the headings.');
  if (rows.length > mostRows) throw new Unreadable(`最多 ${mostRows} 行。`, `at most ${mostRows} rows are taken.`);
  return { headings: head.cells, rows };
}

function readCsv(file: Buffer, mostRows: number): Line[] {
  const table = parseCsv(decode(file));
  if (table.length > mostLines) throw new Unreadable(`最多 ${mostRows} 行。`, `at most ${mostRows} rows are taken.`);
  return table.map((cells, index) => ({ row: index + 1, cells }));
}

function parseCsv(text: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false, to: mostLines + 1 });
  } catch {
    throw new Unreadable(
      '不是有效的 CSV 文件（可能缺少引号）。',
      'it is not valid CSV (a quotation mark may be missing).',
    );
  }
}

function decode(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('gb18030').decode(file);
  }
}

async function readXlsx(file: Buffer): Promise<Line[]> {
  const sheet = await openFirstSheet(file);
  const lines: Line[] = [];
  sheet.eachRow((row, number) => {
    const width = Math.min(row.cellCount, mostColumns);
    const cells = Array.from({ length: width }, (_, column) => cellText(row.getCell(column + 1).value));
    lines.push({ row: number, cells });
  });
  return lines;
}

async function openFirstSheet(file: Buffer): Promise<ExcelJS.Worksheet> {
  // Loaded with the first .xlsx, and not by every start.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  try {
    if (!isSmallEnough(file)) throw new Unreadable('文件过大。', 'the file is too large.');
    await workbook.xlsx.load(file as unknown as ArrayBuffer, { ignoreNodes: notRead });
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('不是有效的 .xlsx 文件。', 'it is not a valid .xlsx file.');
  }
  const sheet = workbook.worksheets[0];
  if (!sheet) throw new Unreadable('文件里没有工作表。', 'there is no sheet in the file.');
  return sheet;
}

/** A cell as a person sees it: the result of a formula, the text of a link, a time of day as 19:00. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return typeof value.text === 'string' ? value.text : cellText(value.text);
  if ('error' in value) return value.error;
  if (value.result !== undefined) return cellText(value.result);
  return 'formula' in value ? `=${value.formula}` : '';
}

/** Excel counts days from 1900 or 1904, so a time of day alone is a moment of its first days. */
function dateText(value: Date): string {
  if (value.getUTCFullYear() > 1904) return value.toISOString().slice(0, 10);
  const rounded = Temporal.Instant.fromEpochMilliseconds(value.getTime()).round('minute');
  return timeOfDay(rounded.toZonedDateTimeISO('UTC').toPlainTime());
}

function beginsWith(file: Buffer, ...bytes: number[]): boolean {
  return file.subarray(0, bytes.length).equals(Buffer.from(bytes));
}
