import { inLanguage } from '../../kernel/text.js';
import type { Language, Text } from '../../kernel/text.js';

/** What stands in a cell: as it is, or in the words of whoever reads it. */
export type Cell = string | number | Text | null;

export interface Sheet {
  readonly title: string | Text;
  readonly headings: readonly (string | Text)[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A list that the house can read back in: its headings are those of the list, whoever reads it. */
export function writeList(title: string, headings: readonly string[], rows: Sheet['rows']): Promise<Buffer> {
  return writeSpreadsheet('zh-CN', { title, headings, rows });
}

/**
 * Sheets with a frozen heading. A text that a spreadsheet would take for a formula gets an apostrophe in front, so that
 * nobody's name is run as a program on the clerk's machine.
 */
export async function writeSpreadsheet(language: Language, ...sheets: readonly Sheet[]): Promise<Buffer> {
  // Loaded when the first sheet is written: it has hundreds of modules that no start should wait for.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  for (const given of sheets) {
    const said = (cell: string | Text) => (typeof cell === 'string' ? cell : inLanguage(cell, language));
    const [title, headings] = [said(given.title), given.headings.map(said)];
    const rows = given.rows.map((row) => row.map((cell) => inWords(cell, language)));
    const sheet = workbook.addWorksheet(title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.addRow(headings).font = { bold: true };
    for (const row of rows) sheet.addRow(row.map(defuse));
    headings.forEach((heading, index) => {
      const longest = Math.max(width(heading), ...rows.slice(0, 200).map((row) => width(String(row[index] ?? ''))));
      sheet.getColumn(index + 1).width = Math.min(Math.max(longest + 2, 8), 40);
    });
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** Cells that begin with = + - @, a tab or a line break. */
export function defuse<Plain extends string | number | null>(cell: Plain): Plain | string {
  return typeof cell === 'string' && /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function inWords(cell: Cell, language: Language): string | number | null {
  return cell !== null && typeof cell === 'object' ? inLanguage(cell, language) : cell;
}

/** Chinese characters are twice as wide. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
}
