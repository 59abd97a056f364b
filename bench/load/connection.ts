import net from 'node:net';
import { AnswerReader, unanswered } from './answer.js';
import type { Answer } from './answer.js';

const patienceMs = 30_000;

/**
 * One keep-alive connection on a raw socket: HTTP/1.1 written by hand, one request in flight. It costs a fraction of an
 * HTTP client, so that on a small machine the processor is left to what is measured.
 */
export class Connection {
  private socket: net.Socket | undefined;
  private reader = new AnswerReader();
  private settle: ((answer: Answer) => void) | undefined;

  constructor(private readonly port: number) {}

  /** Sends the request and resolves with the complete answer; a broken connection is an answer with status 0. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve) => {
      this.settle = resolve;
      (this.socket ?? this.open()).write(request, 'latin1');
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): net.Socket {
    const socket = net.connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    this.socket = socket;
    this.reader = new AnswerReader();
    socket.setTimeout(patienceMs);
    socket.on('timeout', () => this.fail(socket, `no answer within ${patienceMs / 1000} s`));
    socket.on('error', (error: NodeJS.ErrnoException) => this.fail(socket, error.code ?? error.message));
    socket.on('close', () => this.fail(socket, 'connection closed'));
    socket.on('data', (chunk) => this.read(socket, chunk));
    return socket;
  }

  private read(socket: net.Socket, chunk: Buffer): void {
    if (socket !== this.socket) return;
    try {
      const answer = this.reader.feed(chunk);
      if (!answer) return;
      if (answer.closes) this.close();
      this.tell(answer);
    } catch (error) {
      this.fail(socket, error instanceof Error ? error.message : String(error));
    }
  }

  private fail(socket: net.Socket, problem: string): void {
    if (socket !== this.socket) return;
    this.close();
    this.tell(unanswered(problem));
  }

  private tell(answer: Answer): void {
    const { settle } = this;
    this.settle = undefined;
    settle?.(answer);
  }
}
