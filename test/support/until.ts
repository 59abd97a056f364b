import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something outside this process has happened; fails when it has not within so many seconds. */
export async function until(happened: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  for (const start = performance.now(); performance.now() - start < seconds * 1000; await pause(20)) {
    if (await happened()) return;
  }
  throw new Error(`It did not happen within ${seconds} seconds: ${happened.toString()}`);
}
