import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** A network that can stall: while it does nothing goes through in either direction, and nobody is told. */
export class StallingProxy {
  private readonly sockets = new Set<net.Socket>();
  private isStalled = false;
  private whenCommitted: (() => void) | undefined;

  private constructor(
    private readonly server: net.Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async start(targetPort: number): Promise<StallingProxy> {
    const server = net.createServer({ pauseOnConnect: true });
    const proxy = new StallingProxy(server, targetPort);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stall(): void {
    this.isStalled = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** Lets the next COMMIT through and stalls, so that whoever sent it does not hear what came of it. */
  async stallAtCommit(): Promise<void> {
    await new Promise<void>((resolve) => (this.whenCommitted = resolve));
    this.whenCommitted = undefined;
  }

  goOn(): void {
    this.isStalled = false;
    for (const socket of this.sockets) socket.resume();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(near: net.Socket): void {
    const far = net.connect({ port: this.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    this.forward(near, far);
    this.forward(far, near);
  }

  private forward(from: net.Socket, to: net.Socket): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      to.write(chunk);
      if (this.whenCommitted && chunk.includes('COMMIT')) {
        this.stall();
        this.whenCommitted();
      }
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => this.sockets.delete(from));
    if (this.isStalled) from.pause();
    else from.resume();
  }
}
