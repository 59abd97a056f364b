/** What came back, with its body read. */
export interface Reply<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

interface Options {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sets Idempotency-Key. */
  readonly key?: string;
  /** After so long the caller gives up, as a phone does. */
  readonly patienceMs?: number;
}

/** Calls Linli over real HTTP, as one person. */
export class HttpClient {
  constructor(
    private readonly address: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same person with more headers, such as `accept-language`. */
  with(headers: Readonly<Record<string, string>>): HttpClient {
    return new HttpClient(this.address, { ...this.headers, ...headers });
  }

  /** The same person at another process. */
  at(address: string): HttpClient {
    return new HttpClient(address, this.headers);
  }

  get<Body = any>(path: string, options?: Options): Promise<Reply<Body>> {
    return this.send<Body>('GET', path, undefined, options);
  }

  post<Body = any>(path: string, body?: unknown, options?: Options): Promise<Reply<Body>> {
    return this.send<Body>('POST', path, body, options);
  }

  put<Body = any>(path: string, body: unknown, options?: Options): Promise<Reply<Body>> {
    return this.send<Body>('PUT', path, body, options);
  }

  patch<Body = any>(path: string, body: unknown, options?: Options): Promise<Reply<Body>> {
    return this.send<Body>('PATCH', path, body, options);
  }

  delete<Body = any>(path: string, options?: Options): Promise<Reply<Body>> {
    return this.send<Body>('DELETE', path, undefined, options);
  }

  /** Sends a body as it is; objects go as JSON, buffers and strings need their content type in the headers. */
  async send<Body>(method: string, path: string, body?: unknown, options: Options = {}): Promise<Reply<Body>> {
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const response = await fetch(this.address + path, {
      method,
      redirect: 'manual',
      ...(options.patienceMs ? { signal: AbortSignal.timeout(options.patienceMs) } : {}),
      headers: {
        'accept-language': 'en',
        ...(raw ? {} : { 'content-type': 'application/json' }),
        ...(options.key ? { 'idempotency-key': options.key } : {}),
        ...this.headers,
        ...options.headers,
      },
      body: raw ? (body as never) : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    const text = bytes.toString('utf8');
    const read = /json/.test(type) && text !== '' ? JSON.parse(text) : bytes;
    return { status: response.status, headers: response.headers, body: read as Body, text };
  }
}
