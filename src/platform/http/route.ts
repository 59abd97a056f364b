import { applyDecorators, createParamDecorator, Header, HttpCode, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { ApiConsumes, ApiHeader, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyContextConfig } from 'fastify';
import type { z } from 'zod';
import type { Language } from '../../kernel/text.js';
import { problemSchema } from './problem.js';
import { languageOf } from './request.js';
import type { HttpRequest } from './request.js';

/** Metadata keys that the guards and the test of all routes read. */
export const RIGHT = 'linli:right';
export const ANSWER = 'linli:answer';
export const CREATES = 'linli:creates';
export const FILES = 'linli:files';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The schema of the answer, where it is JSON. */
    answer?: z.ZodType;
    /** The topic of an answer that is the same for everybody. */
    remembered?: string;
  }
}

/** What Fastify knows of the route, beside what it knows already. */
function onRoute(part: FastifyContextConfig): MethodDecorator {
  return (target, key, descriptor) => {
    const known = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) as object | undefined;
    RouteConfig({ ...known, ...part })(target, key, descriptor);
  };
}

/** A route that anybody may call, and why. All other routes name the right they need. */
export const Open = (reason: string) => SetMetadata(RIGHT, { open: reason });

/** What the route answers: the schema is checked on the way out and shown in the API docs. */
export function Answers(schema: z.ZodType, status = 200, description = '') {
  return applyDecorators(
    HttpCode(status),
    SetMetadata(ANSWER, schema),
    onRoute({ answer: schema }),
    ApiResponse({ status, description, standardSchema: schema }),
    ApiResponse({ status: '4XX', description: 'Refused', standardSchema: problemSchema }),
  );
}

/** The route answers with a file or a page of this media type. */
export function AnswersFile(mediaType: string, description = '') {
  return applyDecorators(
    SetMetadata(ANSWER, mediaType),
    Header('content-type', mediaType),
    ApiProduces(mediaType),
    ApiResponse({ status: 200, description, schema: { type: 'string', format: 'binary' } }),
    ApiResponse({ status: '4XX', description: 'Refused', standardSchema: problemSchema }),
  );
}

/** The body of the route is a file that comes under one of these types; files of other types are not taken. */
export function TakesFile(...types: readonly string[]) {
  return applyDecorators(SetMetadata(FILES, types), ApiConsumes(...types));
}

/** The route creates something: the same Idempotency-Key and body give the same answer. Take `@Once()` with it. */
export function Creates() {
  return applyDecorators(
    SetMetadata(CREATES, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'A key of your own; sending the same request again with it gives the same answer, once done.',
      schema: { type: 'string', maxLength: 200 },
    }),
  );
}

/**
 * The answer is the same for everybody and is served from memory: for at most a second, and asked for anew when the
 * database tells of a change of this topic.
 */
export const Remembered = (topic: string) => onRoute({ remembered: topic });

/** The language to answer in. */
export const Speaks = createParamDecorator((_: unknown, context: ExecutionContext): Language =>
  languageOf(context.switchToHttp().getRequest<HttpRequest>()),
);
