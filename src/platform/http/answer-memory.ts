import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { Changes } from '../database/changes.js';
import { languageOf } from './request.js';
import type { HttpReply, HttpRequest } from './request.js';

interface Remembered {
  readonly topic: string;
  readonly body: Buffer;
  readonly etag: string;
  readonly language: string;
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

  /** Answers of this topic are asked for anew when the database tells of a change. */
  watch(topic: string): void {
    if (this.versions.has(topic)) return;
    this.versions.set(topic, 0);
    this.changes.on(topic, () => this.versions.set(topic, this.versionOf(topic) + 1));
  }

  versionOf(topic: string): number {
    return this.versions.get(topic) ?? 0;
  }

  /** Sends what is remembered; false where the request must be carried out. */
  answer(request: HttpRequest, reply: HttpReply): boolean {
    if (request.method !== 'GET' || !this.changes.isListening || !this.config.env.MEMORY) return false;
    const known = this.answers.get(keyOf(request));
    if (!known || !this.isGood(known)) return false;
    void reply.headers(headersOf(known));
    if (request.headers['if-none-match'] === known.etag) void reply.status(304).send();
    else void reply.send(known.body);
    return true;
  }

  /** Remembers an answer that was made while the topic was at this version, and returns its bytes. */
  keep(request: HttpRequest, reply: HttpReply, topic: string, version: number, value: unknown): Buffer | undefined {
    const body = Buffer.from(JSON.stringify(value));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const language = languageOf(request);
    const known = {
      topic,
      body,
      etag,
      language,
      madeAt: this.clock.now().epochMilliseconds,
      version,
      isBeingRenewed: false,
    };
    const key = keyOf(request);
    this.answers.delete(key);
    this.answers.set(key, known);
    const [oldest] = this.answers.keys();
    if (this.answers.size > mostRemembered && oldest !== undefined) this.answers.delete(oldest);
    void reply.headers(headersOf(known));
    if (request.headers['if-none-match'] !== etag) return body;
    void reply.status(304);
    return undefined;
  }

  private isGood(known: Remembered): boolean {
    const age = this.clock.now().epochMilliseconds - known.madeAt;
    if (age < answerAges.changed) return true;
    if (age < answerAges.unchanged && known.version === this.versionOf(known.topic)) return true;
    if (age > answerAges.whileRenewed) return false;
    const isRenewedByOther = known.isBeingRenewed;
    known.isBeingRenewed = true;
    return isRenewedByOther;
  }
}

/** Before anything else is done for a request, what is remembered is sent. */
export function answerFromMemory(fastify: FastifyInstance, memory: AnswerMemory): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!memory.answer(request, reply)) done();
  });
}

function keyOf(request: HttpRequest): string {
  return `${languageOf(request)} ${request.url}`;
}

function headersOf({ etag, language }: Remembered): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-language': language,
    'cache-control': 'public, max-age=1',
    vary: 'accept-language',
    etag,
  };
}
