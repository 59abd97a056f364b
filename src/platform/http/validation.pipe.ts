import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { InvalidRequest } from './problem.js';
import { requestRefusals } from './request.errors.js';

/** Checks every parameter that has a schema; the refusal names each field in the reader's language. */
@Injectable()
export class ContractPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new InvalidRequest(requestRefusals.invalid({ fields: issues.length }), issues as z.core.$ZodIssue[]),
    });
  }

  protected override validate<T>(value: unknown, schema: unknown): Promise<{ value: T } | { issues: never }> {
    // reportInput lets the sentence say what was given; the filter writes the sentence, the input itself never leaves.
    const read = (schema as z.ZodType).safeParse(value, { reportInput: true });
    return Promise.resolve(read.success ? { value: read.data as T } : { issues: read.error.issues as never });
  }
}
