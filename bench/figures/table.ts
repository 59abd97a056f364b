import type { Line } from './line.js';

const verdict = (holds: boolean | null) => (holds === null ? '' : holds ? 'holds' : 'DOES NOT HOLD');

/** The table at the end of a run, for a terminal. */
export function terminalTable(lines: readonly Line[]): string {
  const rows = lines.map(({ name, figure, goal, holds }) => [name, figure, goal, verdict(holds)]);
  const widths = widthsOf([['', '', '', ''], ...rows]);
  return lines
    .map(({ part, detail }, index) => {
      const title = lines[index - 1]?.part === part ? '' : `\n  ${titles[part]}\n`;
      const cells = (rows[index] ?? []).map((cell, column) => pad(cell, widths[column] ?? 0));
      return `${title}    ${`${cells.join('   ')}   ${detail}`.trimEnd()}\n`;
    })
    .join('');
}

export const titles: Record<Line['part'], string> = {
  hot: 'Hot class',
  tiers: 'Tiers',
  growth: 'Growth',
  catalogue: 'Catalogue',
  gate: 'At the gate',
};

/** The same as Markdown, as prettier would write it. */
export function markdownTable(lines: readonly Line[]): string {
  const head = ['', 'figure', 'goal', '', 'made of'];
  const rows = lines.map(({ name, figure, goal, holds, detail }) =>
    [name, figure, goal, verdict(holds), detail].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const widths = widthsOf([head, ...rows]).map((width) => Math.max(width, 3));
  const written = (cells: string[]) => `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join(' | ')} |`;
  return [written(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(written)].join(
    '\n',
  );
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => cellsOf(row[column] ?? ''))));
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellsOf(text)));
}

/** Chinese characters take two cells. */
function cellsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
}
