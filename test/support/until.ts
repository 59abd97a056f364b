import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something outside this process has happened; fails after ten seconds. */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = performance.now(); performance.now() - start < 10_000; await pause(20)) {
    if (await happened()) return;
  }
  throw new Error(`It did not happen within ten seconds: ${happened.toString()}`);
}
