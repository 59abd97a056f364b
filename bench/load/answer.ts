/** A complete HTTP answer, or the reason why there is none (then the status is 0). */
export interface Answer {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly etag: string | undefined;
  readonly closes: boolean;
  readonly body: Buffer;
  readonly problem?: string;
}

const nothing = Buffer.alloc(0);
const headEnd = Buffer.from('\r\n\r\n');

export function unanswered(problem: string): Answer {
  return { status: 0, retryAfterSeconds: undefined, etag: undefined, closes: true, body: nothing, problem };
}

/** Puts one HTTP/1.1 answer together from the pieces in which it arrives. One request is in flight at a time. */
export class AnswerReader {
  private pending: Buffer = nothing;

  /** The answer, once it is complete; undefined while more is to come. Throws on what is not HTTP. */
  feed(chunk: Buffer): Answer | undefined {
    const bytes = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const end = bytes.indexOf(headEnd);
    if (end === -1) return this.keep(bytes);
    const head = new Head(bytes.toString('latin1', 0, end));
    if (!head.text.startsWith('HTTP/1.1 ')) throw new Error('The server answered with something that is not HTTP/1.1.');
    const status = Number(head.text.slice(9, 12));
    const body = bodyOf(head, status, bytes.subarray(end + 4));
    if (body === undefined) return this.keep(bytes);
    this.pending = nothing;
    const retryAfter = head.value('retry-after');
    return {
      status,
      retryAfterSeconds: retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined,
      etag: head.value('etag'),
      closes: head.value('connection') === 'close',
      body,
    };
  }

  private keep(bytes: Buffer): undefined {
    this.pending = bytes;
    return undefined;
  }
}

/** The body when all of it is there. */
function bodyOf(head: Head, status: number, rest: Buffer): Buffer | undefined {
  if (status === 304 || status === 204) return nothing;
  const length = head.value('content-length');
  if (length !== undefined) {
    const wanted = Number(length);
    return rest.length < wanted ? undefined : rest.subarray(0, wanted);
  }
  if (head.value('transfer-encoding') === 'chunked') return unchunk(rest);
  return nothing;
}

function unchunk(rest: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line === -1) return undefined;
    const size = parseInt(rest.toString('latin1', at, line), 16);
    const next = line + 2 + size + 2;
    if (rest.length < next) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(line + 2, line + 2 + size));
    at = next;
  }
}

/** Status line and headers; names of headers are compared without case. */
class Head {
  private readonly lower: string;

  constructor(readonly text: string) {
    this.lower = text.toLowerCase();
  }

  value(name: string): string | undefined {
    const found = this.lower.indexOf(`\r\n${name}:`);
    if (found === -1) return undefined;
    const from = found + name.length + 3;
    const until = this.text.indexOf('\r\n', from);
    return this.text.slice(from, until === -1 ? undefined : until).trim();
  }
}
