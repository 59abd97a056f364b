import { Injectable, StreamableFile } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { z } from 'zod';
import { ANSWER } from './route.js';

/** Lets out only what the route's output schema names; an answer that does not fit it is a fault of ours. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = this.reflector.get<z.ZodType | string | undefined>(ANSWER, context.getHandler());
    if (answer === undefined || typeof answer === 'string') return next.handle();
    return next.handle().pipe(map((value) => (value instanceof StreamableFile ? value : answer.parse(value))));
  }
}
