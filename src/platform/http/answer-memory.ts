import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyServerOptions } from 'fastify';
import type { Language } from '../../kernel/text.js';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { Changes } from '../database/changes.js';
import { plainHeaders } from './request-log.js';
import { languageOf } from './request.js';
import type { HttpReply, HttpRequest } from './request.js';

interface Remembered {
  readonly topic: string;
  readonly body: Buffer;
  readonly etag: string;
  /** As they are sent without the body, and with it. */
  readonly headers: OutgoingHttpHeaders;
  readonly headersOfBody: OutgoingHttpHeaders;
  readonly madeAt: number;
  readonly version: number;
  isBeingRenewed: boolean;
}

/** Milliseconds. What nobody changed is good for a second, since windows open by the clock; what changed, for less. */
export const answerAges = { unchanged: 1_000, changed: 250, whileRenewed: 3_000 } as const;
const mostRemembered = 500;

/**
 * Answers for everybody, kept as the bytes that were sent, so that many who ask the same cost what one costs. While an
 * answer is renewed the others get the one before it.
 */
@Injectable()
export class AnswerMemory {
  private readonly answers = new Map<string, Remembered>();
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly changes: Changes,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Answers of a topic are asked for anew when the database tells of a change, which raises its version. */
  versionOf(topic: string): number {
    const known = this.versions.get(topic);
    if (known !== undefined) return known;
    this.versions.set(topic, 0);
    this.changes.on(topic, () => this.versions.set(topic, this.versionOf(topic) + 1));
    return 0;
  }

  /** Whether such a request may be answered from memory now, if what it asks for is there. */
  mayAnswer({ method }: { readonly method?: string | undefined }): boolean {
    return method === 'GET' && this.changes.isListening && this.config.env.MEMORY;
  }

  /** Sends what is remembered; false where the request must be carried out. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!this.mayAnswer(request)) return false;
    const known = this.answers.get(keyOf(request));
    if (!known || !this.isGood(known)) return false;
    if (request.headers['if-none-match'] === known.etag) response.writeHead(304, known.headers).end();
    else response.writeHead(200, known.headersOfBody).end(known.body);
    return true;
  }

  /** Remembers an answer that was made while the topic was at this version; answers what is to be sent. */
  keep(
    request: HttpRequest,
    reply: HttpReply,
    answer: { topic: string; version: number; body: Buffer },
  ): Buffer | null {
    const { topic, version, body } = answer;
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = headersOf(etag, languageOf(request));
    const known = {
      topic,
      body,
      etag,
      headers: { ...headers, ...plainHeaders },
      headersOfBody: { ...headers, ...plainHeaders, 'content-length': body.length },
      madeAt: this.clock.nowMs(),
      version,
      isBeingRenewed: false,
    };
    const key = keyOf(request);
    this.answers.delete(key);
    this.answers.set(key, known);
    const [oldest] = this.answers.keys();
    if (this.answers.size > mostRemembered && oldest !== undefined) this.answers.delete(oldest);
    void reply.headers(headers);
    if (request.headers['if-none-match'] !== etag) return body;
    void reply.status(304);
    return null;
  }

  private isGood(known: Remembered): boolean {
    const age = this.clock.nowMs() - known.madeAt;
    if (age < answerAges.changed) return true;
    if (age < answerAges.unchanged && known.version === this.versionOf(known.topic)) return true;
    if (age > answerAges.whileRenewed) return false;
    const isRenewedByOther = known.isBeingRenewed;
    known.isBeingRenewed = true;
    return isRenewedByOther;
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A server on which what is remembered is sent before anything else is done for a request. While it closes everything
 * is left to the handler, which ends connections.
 */
export function serverWithMemory(late: { readonly memory?: AnswerMemory }) {
  return (handler: Handler, { keepAliveTimeout, requestTimeout, connectionTimeout }: FastifyServerOptions): Server => {
    const server = createServer((request, response) => {
      if (!server.listening || !late.memory?.answer(request, response)) handler(request, response);
    });
    server.keepAliveTimeout = keepAliveTimeout ?? 0;
    server.requestTimeout = requestTimeout ?? 0;
    server.setTimeout(connectionTimeout);
    return server;
  };
}

/** Whoever asks with the same key is answered the same. */
export function keyOf(request: Pick<HttpRequest, 'headers'> & { url?: string | undefined }): string {
  return `${languageOf(request)} ${request.url}`;
}

function headersOf(etag: string, language: Language): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-language': language,
    'cache-control': 'public, max-age=1',
    vary: 'accept-language',
    etag,
  };
}
