import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { HttpRequest } from './request.js';
import { requestRefusals } from './request.errors.js';
import { mediaTypeIn } from './files.js';
import { ANSWER, FILES } from './route.js';

interface Takes {
  readonly body: boolean;
  readonly query: boolean;
  readonly isPage: boolean;
  readonly files: readonly string[];
}

/**
 * Refuses a body or a query on a route that takes none: what nobody reads must not look as if it were heeded. Routes
 * that take one refuse unknown fields by their strict schema, and what comes as another type than theirs is refused here.
 */
@Injectable()
export class DeclaredInputGuard implements CanActivate {
  private readonly known = new WeakMap<object, Takes>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const takes = this.takesOf(context);
    if (!takes.body && hasFields(request.body)) throw requestRefusals.unexpected_body();
    const isFile = Buffer.isBuffer(request.body) && takes.files.includes(mediaTypeIn(request.headers['content-type']));
    const takesFile = takes.files.length > 0;
    if (takesFile ? !isFile : Buffer.isBuffer(request.body)) {
      throw requestRefusals.unsupported_type({ taken: takesFile ? takes.files : ['application/json'] });
    }
    // Pages are opened from chats and mails, which add parameters of their own to an address.
    if (!takes.query && !takes.isPage && hasFields(request.query)) {
      throw requestRefusals.unexpected_query({ fields: Object.keys(request.query as object).slice(0, 20) });
    }
    return true;
  }

  private takesOf(context: ExecutionContext): Takes {
    const handler = context.getHandler();
    const known = this.known.get(handler);
    if (known) return known;
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object;
    const kinds = Object.keys(args).map((key) => Number(key.split(':')[0]));
    const takes = {
      body: kinds.includes(RouteParamtypes.BODY),
      query: kinds.includes(RouteParamtypes.QUERY),
      isPage: typeof Reflect.getMetadata(ANSWER, handler) === 'string',
      files: (Reflect.getMetadata(FILES, handler) ?? []) as readonly string[],
    };
    this.known.set(handler, takes);
    return takes;
  }
}

function hasFields(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return typeof value === 'object' ? Object.keys(value).length > 0 : true;
}
