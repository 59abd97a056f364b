import { ms, percentile, spread, whole } from '../figures/percentiles.js';
import { isPlaced, isWaiting } from '../tiers/checks.js';
import type { Checked, Story } from '../tiers/checks.js';

/** What staff want to know of an opening: per class how fast it was full, who waits, and why people were refused. */
export function accountOf(story: Story, checked: readonly Checked[]): string {
  const { result } = story;
  const decided = result.tries.map(({ clickedAt, toldAt }) => toldAt - clickedAt);
  const lines = [
    '',
    ...classTable(story),
    '',
    `  From click to answer       ${spread(decided)}`,
    `  Catalogue page             ${spread(result.reads.latencies)}`,
    `  Refused                    ${refusals(story)}`,
    '',
    ...checked.map(
      ({ name, holds, figure, detail }) =>
        `  ${holds ? 'holds         ' : 'DOES NOT HOLD '} ${name}: ${figure} (${detail})`,
    ),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** Cells in an order in which those with Chinese come last, so that columns stay straight. */
function classTable({ classes, result }: Story): string[] {
  const head = row(['places', 'tries', 'placed', 'full after', 'waiting', 'p95', 'class']);
  return [
    head,
    ...classes.map(({ name, capacity }, index) => {
      const tries = result.tries.filter(({ classIndex }) => classIndex === index);
      const placed = tries.filter(isPlaced);
      const isFull = placed.length === capacity;
      const p95 = percentile(
        tries.map(({ clickedAt, toldAt }) => toldAt - clickedAt),
        0.95,
      );
      const full = isFull ? ms(Math.max(...placed.map(({ toldAt }) => toldAt))) : 'not full';
      const counts = [capacity, tries.length, placed.length].map(whole);
      return row([...counts, full, whole(tries.filter(isWaiting).length), ms(p95), name]);
    }),
  ];
}

function row(cells: readonly string[]): string {
  return `  ${cells.map((cell, index) => (index === cells.length - 1 ? cell : cell.padStart(10))).join('  ')}`;
}

function refusals({ result }: Story): string {
  const counts = new Map<string, number>();
  for (const { status, code } of result.tries) {
    if (status === 201) continue;
    const reason = `${code ?? status}`.replace('admission.', '').replaceAll('_', ' ');
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const words = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${reason} ${whole(count)}`);
  return words.join(', ') || 'nobody';
}
