/** Somebody who uses Linli over HTTP, as a phone or a browser does. */
export class Caller {
  constructor(
    private readonly address: string,
    private readonly token?: string,
  ) {}

  as(token: string): Caller {
    return new Caller(this.address, token);
  }

  get<Body>(path: string): Promise<Body> {
    return this.call<Body>('GET', path);
  }

  post<Body>(path: string, body?: unknown): Promise<Body> {
    return this.call<Body>('POST', path, body);
  }

  /** The answer, or the reason of the refusal as an error. */
  async call<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const { status, read } = await this.send(method, path, body);
    if (status >= 400) throw new Refused(status, read as Problem);
    return read as Body;
  }

  /** Expects a refusal and returns it. */
  async refused(method: string, path: string, body?: unknown): Promise<Problem> {
    const { status, read } = await this.send(method, path, body);
    if (status < 400) throw new Error(`${method} ${path} was expected to be refused and was not.`);
    return read as Problem;
  }

  private async send(method: string, path: string, body?: unknown): Promise<{ status: number; read: unknown }> {
    const isFile = Buffer.isBuffer(body);
    const response = await fetch(this.address + path, {
      method,
      headers: {
        'accept-language': 'zh-CN',
        ...(body === undefined ? {} : { 'content-type': isFile ? 'text/csv' : 'application/json' }),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      ...(body === undefined ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, read: text === '' ? undefined : JSON.parse(text) };
  }
}

export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly facts: Record<string, unknown>;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${status} ${problem.code}: ${problem.detail} ${JSON.stringify(problem.facts)}`);
  }
}
