import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');

/** A sentence for the person at the terminal: what is wrong and what to do. */
export class StartProblem extends Error {}

/** Refuses a Node that Linli does not run on. */
export function assertNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StartProblem(`Linli needs Node 20.19 or later; this is ${process.versions.node}.`);
}

/** Refuses a folder that this user may not write: data, packages and what is built are kept in it. */
export function assertProjectWritable() {
  const probe = path.join(project, '.linli');
  try {
    fs.mkdirSync(probe, { recursive: true });
    fs.writeFileSync(path.join(probe, `.probe-${process.pid}`), '');
    fs.rmSync(path.join(probe, `.probe-${process.pid}`));
  } catch {
    throw new StartProblem(`This user may not write the folder ${project}: give it the right to, or move the project.`);
  }
}

/** Installs the packages of the lock file when they are missing or other ones. */
export function installIfMissing() {
  if (isInstalled()) return;
  process.stderr.write('Installing packages …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (done.status === 0) return;
  const reason = `${done.stderr ?? ''}${done.error?.message ?? ''}`.trim().split('\n').slice(0, 6).join('\n');
  throw new StartProblem(`The packages could not be installed (npm ci). Check the network and try again.\n${reason}`);
}

/** npm notes what it installed in node_modules; every package of the lock file that fits this machine must be in it. */
function isInstalled() {
  const installed = path.join(project, 'node_modules/.package-lock.json');
  if (!fs.existsSync(installed)) return false;
  const wanted = packagesOf(path.join(project, 'package-lock.json'));
  const there = packagesOf(installed);
  return Object.entries(wanted).every(([where, { version, optional, devOptional }]) => {
    if (where === '') return true;
    const found = there[where];
    return found ? found.version === version : (optional ?? devOptional ?? false);
  });
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} */
function packagesOf(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8')).packages ?? {};
}
