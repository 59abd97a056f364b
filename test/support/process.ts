import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A program of ours that runs on its own, with what it has said so far. */
export class RunningProcess {
  readonly child: ChildProcess;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  private said = '';

  constructor(file: string, options: SpawnOptions & { args?: readonly string[] }) {
    this.child = spawn(process.execPath, [file, ...(options.args ?? [])], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
    }
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Standard output and errors, as they came. */
  get output(): string {
    return this.said;
  }

  /** Waits until it has said this; fails with everything it said when it ends before. */
  async says(text: string): Promise<string> {
    while (!this.said.includes(text)) {
      const chunk = new Promise((resolve) => {
        this.child.stdout?.once('data', resolve);
        this.child.stderr?.once('data', resolve);
      });
      const code = await Promise.race([chunk.then(() => undefined), this.ended]);
      if (code !== undefined && !this.said.includes(text)) {
        throw new Error(`It ended with ${code} before it said "${text}":\n${this.said}`);
      }
    }
    return this.said;
  }
}

/** A port that was free just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
