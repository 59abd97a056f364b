import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { plainFacts, Refusal } from '../../kernel/refusal.js';
import type { RefusalKind } from '../../kernel/refusal.js';
import { inLanguage } from '../../kernel/text.js';
import type { Language } from '../../kernel/text.js';
import { fieldMessage } from './field-messages.js';

/** Total by type: a new kind of refusal does not compile until it has a status. */
const statusByKind: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  not_acceptable_now: 422,
  too_many: 429,
  unavailable: 503,
};

/** An answer that says no, as RFC 9457 writes it. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'urn:linli: and the code' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence for people, by Accept-Language' }),
    code: z.string().meta({ description: 'Stable code, feature.reason' }),
    facts: z.record(z.string(), z.unknown()).meta({ description: 'The values behind the sentence' }),
    requestId: z.string().meta({ description: 'Tell this to whoever runs Linli' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong, field by field' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof problemSchema>;

/** A refusal that points at the fields of the request. */
export class InvalidRequest extends Refusal {
  constructor(
    refusal: Refusal,
    readonly issues: readonly z.core.$ZodIssue[],
  ) {
    super(refusal.code, refusal.kind, refusal.sentence, refusal.facts);
  }
}

export function problemOf(refusal: Refusal, language: Language, requestId: string): Problem {
  const status = statusByKind[refusal.kind];
  return {
    type: `urn:linli:${refusal.code}`,
    title: STATUS_CODES[status] ?? 'Refused',
    status,
    detail: inLanguage(refusal.sentence, language),
    code: refusal.code,
    facts: plainFacts(refusal.facts),
    requestId,
    ...(refusal instanceof InvalidRequest ? { errors: fieldErrors(refusal.issues, language) } : {}),
  };
}

export function faultProblem(language: Language, requestId: string): Problem {
  return {
    type: 'urn:linli:fault',
    title: 'Internal Server Error',
    status: 500,
    detail:
      language === 'en'
        ? `Something went wrong on our side; nothing was changed. Number of the fault: ${requestId}`
        : `系统出错，没有做任何更改。故障编号：${requestId}`,
    code: 'fault',
    facts: {},
    requestId,
  };
}

function fieldErrors(issues: readonly z.core.$ZodIssue[], language: Language): { path: string; message: string }[] {
  // A schema that is read twice over, once as typed and once as kept, says the same twice.
  const once = new Map<string, { path: string; message: string }>();
  for (const issue of issues) {
    const told = { path: issue.path.join('.'), message: fieldMessage(issue, language) };
    once.set(`${told.path}\n${told.message}`, told);
    if (once.size === 100) break;
  }
  return [...once.values()];
}
