import type { FastifyInstance, onSendHookHandler } from 'fastify';
import type { AnswerMemory } from './answer-memory.js';
import { MadeOnce } from './made-once.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The version that the topic of a remembered answer had before it was read. */
    topicVersion?: number;
  }
}

/** Makes the text of an answer bytes at once: it would be measured first and then written again, with the headers. */
export function writeAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, _reply, payload, done) => {
    done(null, typeof payload === 'string' ? Buffer.from(payload) : payload);
  });
}

/** Lets out only what the route's output schema names; an answer that does not fit it is a fault of ours. */
export function checkAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const answer = route.config?.answer;
    if (!answer) return;
    route.preSerialization = (_request, _reply, payload, done) => {
      const checked = answer.safeParse(payload);
      if (checked.success) done(null, checked.data);
      else done(checked.error);
    };
  });
}

/** Remembers the answers of routes that say so. */
export function rememberAnswers(fastify: FastifyInstance, memory: AnswerMemory): void {
  const once = new MadeOnce(memory);
  fastify.addHook('onRoute', (route) => {
    const topic = route.config?.remembered;
    if (topic === undefined) return;
    route.preHandler = (request, reply, done) => {
      once.make(request, reply, () => {
        request.topicVersion = memory.versionOf(topic);
        done();
      });
    };
    const remember: onSendHookHandler = (request, reply, payload, done) => {
      const { topicVersion: version, method } = request;
      const isGood = version !== undefined && reply.statusCode === 200 && Buffer.isBuffer(payload);
      const sent = isGood ? memory.keep(request, reply, { topic, version, body: payload }) : payload;
      once.made(request);
      done(null, method === 'HEAD' ? payload : sent);
    };
    // Fastify's own for HEAD, which takes the body away, comes after.
    route.onSend = [remember, ...[route.onSend ?? []].flat()];
  });
}
