export type Cell = string | number | null;

export interface Sheet {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A workbook of one sheet. */
export function writeSpreadsheet(
  title: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<Buffer> {
  return writeSpreadsheets([{ title, headings, rows }]);
}

/**
 * Sheets with a frozen heading. A text that a spreadsheet would take for a formula gets an apostrophe in front, so that
 * nobody's name is run as a program on the clerk's machine.
 */
export async function writeSpreadsheets(sheets: readonly Sheet[]): Promise<Buffer> {
  // Loaded when the first sheet is written: it has hundreds of modules that no start should wait for.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  for (const { title, headings, rows } of sheets) {
    const sheet = workbook.addWorksheet(title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.addRow([...headings]).font = { bold: true };
    for (const row of rows) sheet.addRow(row.map(defuse));
    headings.forEach((heading, index) => {
      const longest = Math.max(width(heading), ...rows.slice(0, 200).map((row) => width(String(row[index] ?? ''))));
      sheet.getColumn(index + 1).width = Math.min(Math.max(longest + 2, 8), 40);
    });
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** Cells that begin with = + - @, a tab or a line break. */
export function defuse(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

/** Chinese characters are twice as wide. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
}
