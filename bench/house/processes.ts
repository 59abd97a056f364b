import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const patienceMs = 60_000;
/** As `npm start` and the image have it; the yardsticks have it too. */
const flags = ['--max-semi-space-size=128'];

/** A process of the house or a yardstick, with its log. */
export class Started {
  private readonly child: ChildProcess;

  constructor(
    readonly name: string,
    script: string,
    env: NodeJS.ProcessEnv,
    private readonly log: string,
    readonly port: number,
  ) {
    const sink = openSync(log, 'a');
    this.child = spawn(process.execPath, [...flags, script], {
      env: { PATH: process.env.PATH, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', sink, sink],
      // Ctrl-C is ours to handle; a process of its own group does not hear it.
      detached: true,
    });
    closeSync(sink);
  }

  /** Resolves when this address answers below 500. Throws with the log's last line when the process ends first. */
  async answersAt(address: string): Promise<void> {
    for (const since = Date.now(); Date.now() - since < patienceMs;) {
      if (this.hasEnded()) throw new Error(`${this.name} ended while it started: ${this.lastWords()}`);
      const status = await fetch(address).then(
        (response) => response.status,
        () => 599,
      );
      if (status < 500) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.name} did not answer within ${patienceMs / 1000} s: ${this.lastWords()}`);
  }

  /** Resolves with what the process wrote when it ended well. */
  async done(): Promise<void> {
    const code = await this.ended();
    if (code !== 0) throw new Error(`${this.name} failed: ${this.lastWords()}`);
  }

  /** Seconds of processor time so far, or undefined where the system does not tell. */
  cpuSeconds(): number | undefined {
    const file = `/proc/${this.child.pid}/stat`;
    if (!existsSync(file)) return undefined;
    const stat = readFileSync(file, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** At once: what it would tidy up is thrown away with its database. */
  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    const gone = this.ended();
    this.child.kill('SIGKILL');
    await gone;
  }

  /** The last error in the log, else its last line. */
  lastWords(): string {
    const lines = existsSync(this.log) ? readFileSync(this.log, 'utf8').trim().split('\n') : [];
    const error = lines.findLast((line) => /error/i.test(line));
    return (error ?? lines.at(-1) ?? 'it said nothing').slice(0, 400);
  }

  private ended(): Promise<number | null> {
    if (this.hasEnded()) return Promise.resolve(this.child.exitCode);
    return new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
  }
}

/** The compiled file of a process. */
export function builtFile(project: string, file: string): string {
  return path.join(project, 'dist', file);
}

/** A TCP port on 127.0.0.1 that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
