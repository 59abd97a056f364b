import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether this file is the one that node was asked to run. */
export function isMainModule(url: string): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(url);
}

/** Runs until SIGTERM or SIGINT, then finishes what was accepted. A start that fails says why in one line. */
export async function runUntilSignalled(start: () => Promise<{ close: () => Promise<void> }>): Promise<void> {
  try {
    const app = await start();
    const stop = () => void app.close().then(() => process.exit(0));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
