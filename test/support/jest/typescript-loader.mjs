import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { swcRules } from '../../../scripts/swc-rules.mjs';

const jestGlobals = new URL('globals.mjs', import.meta.url).href;

/** `./x.js` is `./x.ts` where that is how it is written. @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: jestGlobals, shortCircuit: true };
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
    const written = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (existsSync(fileURLToPath(written))) return { url: written.href, shortCircuit: true };
  }
  return next(specifier, context);
}

/** The same rules as in the build. @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!/\.ts(\?\d+)?$/.test(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...swcRules, filename, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
