import { fileURLToPath } from 'node:url';
import { RunningProcess } from './process.js';

/** The API or the worker as a process of its own, which can be killed and started again as it was. */
export class HouseProcess {
  private running: RunningProcess;
  private wasKilled = false;

  constructor(
    readonly name: string,
    private readonly file: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.startAgain();
  }

  startAgain(): void {
    const file = fileURLToPath(new URL(`../../dist/src/${this.file}`, import.meta.url));
    this.running = new RunningProcess(file, { env: this.env });
    this.wasKilled = false;
  }

  /** Nobody asks it and it finishes nothing. */
  async kill(): Promise<void> {
    this.wasKilled = true;
    this.running.child.kill('SIGKILL');
    await this.running.ended;
  }

  /** Throws with its last words when it has ended though nobody ended it. */
  assertRuns(): void {
    const { exitCode, signalCode } = this.running.child;
    if (this.wasKilled || (exitCode === null && signalCode === null)) return;
    throw new Error(`The ${this.name} has ended by itself (${exitCode ?? signalCode}): ${this.output.slice(-2_000)}`);
  }

  says(text: string): Promise<string> {
    return this.running.says(text);
  }

  /** Resolves with the exit code. */
  get ended(): Promise<number | null> {
    return this.running.ended;
  }

  get output(): string {
    return this.running.output;
  }
}
