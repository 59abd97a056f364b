import fs from 'node:fs';
import path from 'node:path';
import { StartProblem } from './install.mjs';
import { keepers, lookAt } from './processes.mjs';

const patienceMs = 15_000;

/**
 * One Linli per folder. Meets an older one that is about to stop (its npm was killed) with patience, and one that is well
 * with a sentence. @param {string} home
 */
export async function takeTurn(home) {
  const file = path.join(home, 'linli.pid');
  const since = Date.now();
  for (;;) {
    const other = read(file);
    if (!other || other.pid === process.pid || lookAt(other.pid)?.birth !== other.birth) break;
    const stopping = other.stopping || other.keepers.some((pid) => !lookAt(pid));
    if (!stopping || Date.now() - since > patienceMs) {
      throw new StartProblem(
        `Linli runs here already (process ${other.pid}, ${other.address ?? 'still starting'}): use it, or stop it with Ctrl-C in its terminal or with: kill ${other.pid}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const turn = { pid: process.pid, birth: lookAt(process.pid)?.birth ?? '', keepers: keepers() };
  /** @param {object} more */
  const note = (more) => fs.writeFileSync(file, JSON.stringify(Object.assign(turn, more)));
  note({});
  return { note, end: () => fs.rmSync(file, { force: true }) };
}

/**
 * @param {string} file
 * @returns {{ pid: number, birth: string, keepers: number[], address?: string, stopping?: boolean } | undefined}
 */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
