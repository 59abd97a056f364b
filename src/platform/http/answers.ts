import type { FastifyInstance } from 'fastify';
import type { AnswerMemory } from './answer-memory.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The version that the topic of a remembered answer had before it was read. */
    topicVersion?: number;
  }
}

/** Lets out only what the route's output schema names; an answer that does not fit it is a fault of ours. */
export function checkAnswers(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, _reply, payload, done) => {
    const { answer } = request.routeOptions.config;
    const checked = answer?.safeParse(payload);
    if (checked?.success === false) done(checked.error);
    else done(null, checked ? checked.data : payload);
  });
}

/** Remembers the answers of routes that say so. */
export function rememberAnswers(fastify: FastifyInstance, memory: AnswerMemory): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { remembered } = request.routeOptions.config;
    if (remembered !== undefined) request.topicVersion = memory.versionOf(remembered);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const { topicVersion, method, routeOptions } = request;
    const { remembered } = routeOptions.config;
    if (remembered === undefined || topicVersion === undefined) return done(null, payload);
    if (reply.statusCode !== 200 || typeof payload !== 'string') return done(null, payload);
    const answer = { topic: remembered, version: topicVersion, body: Buffer.from(payload) };
    const sent = memory.keep(request, reply, answer);
    // The body of an answer to HEAD is taken away by Fastify.
    done(null, method === 'HEAD' ? payload : sent);
  });
}
