import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import { swcRules } from './swc-rules.mjs';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');
const stamp = path.join(project, 'dist/.built');

/** @type {import('@swc/core').Options} */
const rules = { ...swcRules, swcrc: false, configFile: false, sourceMaps: true };

/** Compiles src, migrations, demo and bench into dist when a source is newer than the last build, or was removed since. */
export async function buildIfStale() {
  const sources = ['src', 'migrations', 'demo', 'bench'].flatMap((folder) => filesBelow(path.join(project, folder)));
  const pages = filesBelow(path.join(project, 'web'));
  const watched = [...sources, ...pages, fileURLToPath(import.meta.url), path.join(project, 'scripts/swc-rules.mjs')];
  const fingerprint = watched.map((file) => `${file}:${fs.statSync(file).mtimeMs}`).join('\n');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === fingerprint) return false;
  removeOrphans(sources);
  // Pages of the browser are sent as they are.
  fs.rmSync(path.join(project, 'dist/web'), { recursive: true, force: true });
  fs.cpSync(path.join(project, 'web'), path.join(project, 'dist/web'), { recursive: true });
  try {
    await Promise.all(sources.filter((file) => file.endsWith('.ts')).map(compile));
  } catch (error) {
    throw new Error(`Linli could not be built:\n${error instanceof Error ? error.message : String(error)}`);
  }
  fs.writeFileSync(stamp, fingerprint);
  return true;
}

/** @param {string} source */
async function compile(source) {
  const target = path.join(project, 'dist', path.relative(project, source)).replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(source, { ...rules, sourceFileName: source });
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `${code}//# sourceMappingURL=${path.basename(target)}.map\n`);
  fs.writeFileSync(`${target}.map`, map ?? '');
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale();
