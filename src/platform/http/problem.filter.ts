import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Refusal } from '../../kernel/refusal.js';
import { Config } from '../config/config.js';
import { isDatabaseAway } from '../database/database-away.js';
import { Log } from '../logging/log.js';
import { fileLimitFor, takenTypes } from './files.js';
import { faultProblem, problemOf } from './problem.js';
import { languageOf } from './request.js';
import type { HttpReply, HttpRequest } from './request.js';
import { requestRefusals } from './request.errors.js';

const databaseAway = 'request.database_away';

/** Every error leaves as problem+json: refusals with their facts, faults with a number and nothing else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const reply = host.switchToHttp().getResponse<HttpReply>();
    this.answer(error, request, reply);
  }

  answer(error: unknown, request: HttpRequest, reply: HttpReply): void {
    const language = languageOf(request);
    const refusal = this.refusalBehind(error, request);
    const problem = refusal ? problemOf(refusal, language, request.id) : faultProblem(language, request.id);
    const isFault = !refusal || refusal.code === databaseAway;
    if (isFault) this.log.fault(error, { requestId: request.id, route: request.routeOptions?.url });
    if (refusal?.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem));
  }

  /** What the frameworks throw for a bad request, in our own words; undefined for a fault. */
  private refusalBehind(error: unknown, request: HttpRequest): Refusal | undefined {
    if (error instanceof Refusal) return error;
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number })?.statusCode;
    const code = (error as { code?: string })?.code;
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413) {
      const limitBytes = fileLimitFor(request.headers['content-type']) ?? this.config.env.BODY_LIMIT;
      return requestRefusals.too_large({ limitBytes });
    }
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || status === 415) {
      return requestRefusals.unsupported_type({ taken: takenTypes });
    }
    if (code === 'FST_ERR_BAD_URL' || status === 414) return requestRefusals.no_such_route({ method: request.method });
    if (isDatabaseAway(error)) return requestRefusals.database_away({ retryAfterSeconds: 2 });
    if (status === 404) return requestRefusals.no_such_route({ method: request.method });
    if (status !== undefined && status >= 400 && status < 500) return requestRefusals.malformed();
    return undefined;
  }
}
