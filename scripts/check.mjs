/* npm run check: what must hold before a change lands. The checks that only read run side by side, then the tests. */
import { spawn } from 'node:child_process';

/** @param {string} script @returns {Promise<{ script: string, code: number, said: string }>} */
function run(script, isShown = false) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', script], { stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
    child.on('exit', (code) => resolve({ script, code: code ?? 1, said }));
  });
}

/** @param {{ script: string, code: number, said: string }} done */
function tell({ script, code, said }) {
  process.stdout.write(`${said}${script}: ${code === 0 ? 'holds' : 'does not hold'}\n\n`);
  return code;
}

// The slowest beside the others, one after the other: two at once are as many as a small machine has cores.
const others = (async () => {
  const codes = [];
  for (const script of ['types', 'format:check', 'architecture']) codes.push(tell(await run(script)));
  return codes;
})();
const codes = [...(await Promise.all([run('lint').then(tell), others]))].flat();
if (codes.some((code) => code !== 0)) process.exit(1);
process.exit((await run('test', true)).code);
