/** Staff at their desk, over HTTP. */
export class Caller {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  get<Body>(path: string): Promise<Body> {
    return this.call<Body>('GET', path);
  }

  post<Body>(path: string, body?: object | Buffer): Promise<Body> {
    return this.call<Body>('POST', path, body);
  }

  patch<Body>(path: string, body: object): Promise<Body> {
    return this.call<Body>('PATCH', path, body);
  }

  /** Every item of a list, page by page. */
  async all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = 1; ; page++) {
      const separator = path.includes('?') ? '&' : '?';
      const read = await this.get<{ items: Item[]; total: number }>(`${path}${separator}size=100&page=${page}`);
      items.push(...read.items);
      if (items.length >= read.total || read.items.length === 0) return items;
    }
  }

  private async call<Body>(method: string, path: string, body?: object | Buffer): Promise<Body> {
    const isFile = Buffer.isBuffer(body);
    const response = await fetch(this.address + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': isFile ? 'text/csv' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Body;
  }
}
