import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Line } from './line.js';

/** What a run is worth only together with: where and how it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Load average of the minute before the run: above 0.5, others were working too. */
  readonly loadBefore: number;
  readonly disk: 'disk' | 'memory: fsync costs nothing here';
  readonly node: string;
  readonly postgres: string;
  readonly settings: Record<string, string>;
}

export interface BenchResult {
  /** When the run ended, ISO 8601. */
  readonly at: string;
  /** The commit that was measured, with `+` where files were changed. */
  readonly commit: string;
  readonly flags: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly lines: readonly Line[];
}

const tmpfs = 0x01021994;

/** The folder is the one that holds the database. */
export function machineOf(folder: string, postgres: { version: string; settings: Record<string, string> }): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    loadBefore: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
    disk: statfsSync(folder).type === tmpfs ? 'memory: fsync costs nothing here' : 'disk',
    node: process.versions.node,
    postgres: postgres.version,
    settings: postgres.settings,
  };
}

export function commitOf(project: string): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: project, encoding: 'utf8' }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'src', 'migrations') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

/** A whole run is `latest.json`; one of parts is kept apart, so that it cannot pass for a whole one. */
export function resultFile(project: string, isWhole: boolean): string {
  return path.join(project, 'bench/results', isWhole ? 'latest.json' : 'partial.json');
}

export function writeResult(file: string, result: BenchResult): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}

export function readResult(file: string): BenchResult {
  return JSON.parse(readFileSync(file, 'utf8')) as BenchResult;
}
