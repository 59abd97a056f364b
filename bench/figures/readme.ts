import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchResult } from './result.js';
import { readResult, resultFile } from './result.js';
import { markdownTable } from './table.js';

const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** The README with the block between its markers made anew. Throws where the markers are missing. */
export function withBlock(readme: string, block: string): string {
  const from = readme.indexOf(begin);
  const until = readme.indexOf(end);
  if (from === -1 || until < from) throw new Error(`The README has no block between ${begin} and ${end}.`);
  return `${readme.slice(0, from + begin.length)}\n\n${block}\n\n${readme.slice(until)}`;
}

/** What the block says: the table, and where and when it was measured. */
export function blockOf({ at, commit, machine, lines }: BenchResult): string {
  const { processor, cores, memoryGb, node, postgres } = machine;
  const where = `${processor}, ${cores} cores shared by load generator, API and PostgreSQL, ${memoryGb} GB, PostgreSQL ${postgres}, Node ${node}`;
  return `${markdownTable(lines)}\n\nMeasured ${at.slice(0, 10)} at ${commit} on ${where}.`;
}

/** Rewrites the README from the last whole run. */
export function rewriteReadme(project: string): void {
  const file = resultFile(project, true);
  if (!existsSync(file)) throw new Error('There is no whole run yet: npm run bench makes one.');
  const readme = path.join(project, 'README.md');
  writeFileSync(readme, withBlock(readFileSync(readme, 'utf8'), blockOf(readResult(file))));
}
