import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const project = path.resolve(import.meta.dirname, '../..');

/** The names of the rules that a tree breaks, by the configuration that `npm run architecture` uses. */
function brokenRules(...folders: string[]): string[] {
  const tool = path.join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const run = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', maxBuffer: 100_000_000 });
  const { summary } = JSON.parse(run.stdout) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
  };
  expect(summary.totalCruised).toBeGreaterThan(10);
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

function sources(folder: string): string[] {
  return readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file));
}

const lines = (file: string) => readFileSync(path.join(project, file), 'utf8').split('\n').length;

describe('the floors of the house', () => {
  it('are kept: every import points down', () => {
    expect(brokenRules('src', 'migrations', 'bench')).toEqual([]);
  }, 60_000);

  it('are watched: in a bad tree every rule fires', () => {
    const config = readFileSync(path.join(project, '.dependency-cruiser.cjs'), 'utf8');
    const named = [...config.matchAll(/name: '([a-z-]+)'/g)].map(([, name]) => name ?? '');
    const floors = ['kernel', 'platform', 'people', 'payments-and-reminders', 'admission'];
    const all = [...named, ...floors.map((floor) => `${floor}-knows-nothing-above`)].sort();
    expect(named.length).toBeGreaterThan(8);
    expect(
      brokenRules(
        'test/architecture/fixture/src',
        'test/architecture/fixture/migrations',
        'test/architecture/fixture/bench',
      ),
    ).toEqual(all);
  }, 60_000);
});

describe('the files of the house', () => {
  it('are never longer than 300 lines', () => {
    expect(sources('src').filter((file) => lines(file) > 300)).toEqual([]);
  });

  it('ask the machine for the time in one place only', () => {
    const asks = /\bnew Date\(\)|\bDate\.now\(\)|\bTemporal\.Now\b/;
    const askers = sources('src').filter((file) => asks.test(readFileSync(path.join(project, file), 'utf8')));
    expect(askers).toEqual(['src/platform/clock/clock.ts']);
  });

  it('have a public face on two floors and no other barrel', () => {
    const barrels = sources('src').filter((file) => path.basename(file) === 'index.ts');
    expect(barrels.sort()).toEqual(['src/admission/index.ts', 'src/people/index.ts']);
  });

  it('name their migrations by time and deed', () => {
    expect(sources('migrations').filter((file) => !/\/\d{13}-[a-z]+(-[a-z]+)+\.ts$/.test(file))).toEqual([]);
  });
});
