import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredLanguage } from '../../kernel/text.js';
import type { Language } from '../../kernel/text.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, as a key for what belongs to one caller alone; set by the sign-in guard. */
    caller?: string;
    /** The body as it was sent, before its schema read it. */
    sentBody?: unknown;
    /** The language of the signed-in person, where the request itself does not ask for one. */
    callerLanguage?: Language;
  }
}

export type HttpRequest = FastifyRequest;
export type HttpReply = FastifyReply;

/** The language to answer in: what the request asks for, else the signed-in person's, else zh-CN. */
export function languageOf(request: Pick<HttpRequest, 'headers' | 'callerLanguage'>): Language {
  const header = request.headers?.['accept-language'];
  return header && header !== '*' ? preferredLanguage(header) : (request.callerLanguage ?? 'zh-CN');
}
