import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * What the system knows of a process: its parent, and when it began, so that a number that was given out again is not
 * taken for it. Undefined for one that is dead, also when nobody has buried it yet.
 * @param {number} pid @returns {{ parent: number, birth: string } | undefined}
 */
export function lookAt(pid) {
  return fs.existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

/** @param {number} pid */
function fromProc(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain anything, so fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : { parent: Number(fields[1]), birth: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function fromPs(pid) {
  const env = { ...process.env, LC_ALL: 'C' };
  const asked = spawnSync('ps', ['-o', 'stat=,ppid=,lstart=', '-p', String(pid)], { encoding: 'utf8', env });
  const [state = 'Z', parent, ...birth] = (asked.stdout ?? '').trim().split(/\s+/);
  return state.startsWith('Z') ? undefined : { parent: Number(parent), birth: birth.join(' ') };
}

/** The processes without which this one has no reason to run: npm and the shell that it starts scripts with. */
export function keepers() {
  if (process.env.npm_lifecycle_event === undefined) return [];
  const shell = process.ppid;
  const npm = lookAt(shell)?.parent ?? 1;
  return [shell, npm].filter((pid) => pid > 1);
}
