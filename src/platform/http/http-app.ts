import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Log } from '../logging/log.js';
import { AnswerMemory, serverWithMemory } from './answer-memory.js';
import { checkAnswers, rememberAnswers, writeAnswers } from './answers.js';
import { serveApiDocs } from './api-docs.js';
import { DeclaredInputGuard } from './declared-input.guard.js';
import { documentAndPhotoTypes, documentLimit, fileLimit, fileTypes } from './files.js';
import { closeGracefully } from './graceful-close.js';
import { ProblemFilter } from './problem.filter.js';
import type { HttpReply, HttpRequest } from './request.js';
import { logRequests } from './request-log.js';

/** The HTTP application, complete but not yet listening. */
export async function makeHttpApp(module: DynamicModule, config: Config): Promise<NestFastifyApplication> {
  // The server is there before what it remembers.
  const late: { memory?: AnswerMemory } = {};
  const adapter = new FastifyAdapter({
    serverFactory: serverWithMemory(late),
    bodyLimit: config.env.BODY_LIMIT,
    // Each proxy adds the address it was called from; what stands before that, anybody can write.
    trustProxy: config.env.TRUST_PROXY > 0 && ((_address: string, hop: number) => hop < config.env.TRUST_PROXY),
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // An address that cannot be read is refused before Nest sees it.
    frameworkErrors: (error: unknown, request: HttpRequest, reply: HttpReply) => filter.answer(error, request, reply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    abortOnError: false,
  });
  const log = app.get(Log);
  const memory = app.get(AnswerMemory);
  late.memory = memory;
  app.useLogger(log);
  const filter: ProblemFilter = new ProblemFilter(config, log);
  const fastify = adapter.getInstance();
  for (const [types, bodyLimit] of [[fileTypes, fileLimit] as const, [documentAndPhotoTypes, documentLimit] as const]) {
    fastify.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));
  }
  logRequests(fastify, log);
  await app.register(cookie);
  writeAnswers(fastify);
  checkAnswers(fastify);
  rememberAnswers(fastify, memory);
  closeGracefully(fastify);
  app.useGlobalFilters(filter);
  // After the guard of who may, which is the people's.
  app.useGlobalGuards(new DeclaredInputGuard());
  serveApiDocs(app);
  await app.init();
  return app;
}
