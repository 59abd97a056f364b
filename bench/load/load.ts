import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, ResultOf } from './orders.js';

/** The load generator as the bench sees it. */
export class Load {
  private readonly child: ChildProcess;

  private constructor() {
    const script = fileURLToPath(new URL('./generator.js', import.meta.url));
    this.child = fork(script, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  static start(): Load {
    return new Load();
  }

  /** Plays one order to its end. Throws when the generator cannot. */
  play<Given extends Order>(order: Given): Promise<ResultOf<Given>> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('The load generator ended before it was done.'));
      this.child.once('exit', gone);
      this.child.once('message', (message: { result: ResultOf<Given> } | { problem: string }) => {
        this.child.off('exit', gone);
        if ('problem' in message) reject(new Error(`The load generator failed: ${message.problem}`));
        else resolve(message.result);
      });
      this.child.send(order);
    });
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    this.child.kill();
  }
}
