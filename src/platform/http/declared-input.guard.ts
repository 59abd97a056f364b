import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { z } from 'zod';
import { mediaTypeIn } from './files.js';
import { InvalidRequest } from './problem.js';
import type { HttpRequest } from './request.js';
import { requestRefusals } from './request.errors.js';
import { ANSWER, FILES } from './route.js';

const parts = ['params', 'query', 'body'] as const;
type Part = (typeof parts)[number];
const paramTypes = {
  params: RouteParamtypes.PARAM,
  query: RouteParamtypes.QUERY,
  body: RouteParamtypes.BODY,
} as const;

interface Arg {
  readonly schema?: z.ZodType;
  /** The name of the one field that is taken. */
  readonly data?: unknown;
}

interface Takes {
  /** What the route reads of a request, by the schema that it must fit. */
  readonly schemas: ReadonlyMap<Part, z.ZodType>;
  readonly isPage: boolean;
  readonly files: readonly string[];
}

/**
 * Lets in what the route takes and nothing else. A body or a query on a route that takes none is refused: what nobody
 * reads must not look as if it were heeded. What is taken is checked against its schema, which the route must name; the
 * controller gets it as the schema reads it.
 */
@Injectable()
export class DeclaredInputGuard implements CanActivate {
  private readonly known = new WeakMap<object, Takes>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const takes = this.takesOf(context);
    if (!takes.schemas.has('body') && hasFields(request.body)) throw requestRefusals.unexpected_body();
    const isFile = Buffer.isBuffer(request.body) && takes.files.includes(mediaTypeIn(request.headers['content-type']));
    const takesFile = takes.files.length > 0;
    if (takesFile ? !isFile : Buffer.isBuffer(request.body)) {
      throw requestRefusals.unsupported_type({ taken: takesFile ? takes.files : ['application/json'] });
    }
    // Pages are opened from chats and mails, which add parameters of their own to an address.
    if (!takes.schemas.has('query') && !takes.isPage && hasFields(request.query)) {
      throw requestRefusals.unexpected_query({ fields: Object.keys(request.query as object).slice(0, 20) });
    }
    request.sentBody = request.body;
    for (const [part, schema] of takes.schemas) request[part] = read(schema, request[part]);
    return true;
  }

  private takesOf(context: ExecutionContext): Takes {
    const handler = context.getHandler();
    const known = this.known.get(handler);
    if (known) return known;
    const takes = {
      schemas: schemasOf(context),
      isPage: typeof Reflect.getMetadata(ANSWER, handler) === 'string',
      files: (Reflect.getMetadata(FILES, handler) ?? []) as readonly string[],
    };
    this.known.set(handler, takes);
    return takes;
  }
}

function schemasOf(context: ExecutionContext): Map<Part, z.ZodType> {
  const [controller, { name }] = [context.getClass(), context.getHandler()];
  const args = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as Record<string, Arg>;
  const schemas = new Map<Part, z.ZodType>();
  for (const [key, { schema, data }] of Object.entries(args ?? {})) {
    const part = parts.find((one) => key.startsWith(`${paramTypes[one]}:`));
    if (!part) continue;
    if (!schema || data !== undefined || schemas.has(part)) {
      throw new Error(`${controller.name}.${name} must take ${part} once, whole, and with a schema.`);
    }
    schemas.set(part, schema);
  }
  return schemas;
}

function read(schema: z.ZodType, sent: unknown): unknown {
  // reportInput lets the sentence say what was given; the filter writes the sentence, the input itself never leaves.
  const { success, data, error } = schema.safeParse(sent, { reportInput: true });
  if (success) return data;
  throw new InvalidRequest(requestRefusals.invalid({ fields: error.issues.length }), error.issues);
}

function hasFields(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return typeof value === 'object' ? Object.keys(value).length > 0 : true;
}
