import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Line } from './line.js';
import { check } from './line.js';
import type { BenchResult } from './result.js';
import { readResult, resultFile } from './result.js';
import { markdownTable } from './table.js';

const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** The page with the block between its markers made anew. Throws where the markers are missing. */
export function withBlock(page: string, block: string): string {
  const from = page.indexOf(begin);
  const until = page.indexOf(end);
  if (from === -1 || until < from) throw new Error(`The page has no block between ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${block}\n\n${page.slice(until)}`;
}

/** What a newcomer wants to know first: every goal, the lines of a tier as one, and no figure that promises nothing. */
export function inShort(lines: readonly Line[]): Line[] {
  const promised = lines.filter(({ holds }) => holds !== null);
  const tierOf = ({ name }: Line) => /^([ABC]): /.exec(name)?.[1];
  return promised.flatMap((line) => {
    const tier = tierOf(line);
    if (tier === undefined) return [line];
    const ofTier = promised.filter((other) => tierOf(other) === tier);
    if (line !== ofTier[0]) return [];
    const broken = ofTier.filter(({ holds }) => !holds).map(({ name, figure }) => `${name}: ${figure}`);
    const figure = `${ofTier.length - broken.length} of ${ofTier.length} hold`;
    return [check(line.part, `tier ${tier}`, broken.length === 0, figure, broken.join('; '))];
  });
}

function measuredAt({ at, commit, machine }: BenchResult): string {
  const { processor, cores, memoryGb, node, postgres } = machine;
  const where = `${processor}, ${cores} cores shared by load generator, API and PostgreSQL, ${memoryGb} GB, PostgreSQL ${postgres}, Node ${node}`;
  return `Measured ${at.slice(0, 10)} at ${commit} on ${where}.`;
}

/** Rewrites the README, in short, and the page about the rush, in full, from the last whole run. */
export function rewritePages(project: string): void {
  const file = resultFile(project, true);
  if (!existsSync(file)) throw new Error('There is no whole run yet: npm run bench makes one.');
  const result = readResult(file);
  const rewrite = (name: string, lines: readonly Line[]) => {
    const page = path.join(project, name);
    const block = `${markdownTable(lines)}\n\n${measuredAt(result)}`;
    writeFileSync(page, withBlock(readFileSync(page, 'utf8'), block));
  };
  rewrite('README.md', inShort(result.lines));
  rewrite('docs/rush.md', result.lines);
}
