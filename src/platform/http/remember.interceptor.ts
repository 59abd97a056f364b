import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { AnswerMemory } from './answer-memory.js';
import type { HttpReply, HttpRequest } from './request.js';
import { REMEMBERED } from './route.js';

/** Remembers the answers of routes that say so. */
@Injectable()
export class RememberInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly memory: AnswerMemory,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const topic = this.reflector.get<string | undefined>(REMEMBERED, context.getHandler());
    if (topic === undefined) return next.handle();
    this.memory.watch(topic);
    const version = this.memory.versionOf(topic);
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<HttpRequest>(), http.getResponse<HttpReply>()];
    return next.handle().pipe(map((value) => this.memory.keep(request, reply, topic, version, value)));
  }
}
