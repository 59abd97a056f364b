import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');
const stamp = path.join(project, 'dist/.built');

/** Compiles src, migrations, demo and bench into dist when a source is newer than the last build, or was removed since. */
export function buildIfStale() {
  const sources = ['src', 'migrations', 'demo', 'bench'].flatMap((folder) => filesBelow(path.join(project, folder)));
  const watched = [...sources, path.join(project, 'tsconfig.json'), path.join(project, 'tsconfig.build.json')];
  const fingerprint = watched.map((file) => `${file}:${fs.statSync(file).mtimeMs}`).join('\n');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === fingerprint) return false;
  removeOrphans(sources);
  const tsc = path.join(project, 'node_modules/typescript/bin/tsc');
  const built = spawnSync(process.execPath, [tsc, '-p', path.join(project, 'tsconfig.build.json'), '--noCheck'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`Linli could not be built:\n${built.stdout}${built.stderr}`);
  fs.writeFileSync(stamp, fingerprint);
  return true;
}

/** A compiled file whose source is gone would still be loaded (a migration, say). @param {string[]} sources */
function removeOrphans(sources) {
  const kept = new Set(sources.map((file) => path.relative(project, file).replace(/\.ts$/, '')));
  for (const file of filesBelow(path.join(project, 'dist'))) {
    const source = path.relative(path.join(project, 'dist'), file).replace(/\.js(\.map)?$/, '');
    if (/\.js(\.map)?$/.test(file) && !kept.has(source)) fs.rmSync(file);
  }
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
