import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { InvalidRequest } from './problem.js';
import { requestRefusals } from './request.errors.js';

/** Checks every parameter that has a schema; the refusal names each field in the reader's language. */
@Injectable()
export class ContractPipe implements PipeTransform {
  transform(value: unknown, { schema }: ArgumentMetadata): unknown {
    if (schema === undefined) return value;
    // reportInput lets the sentence say what was given; the filter writes the sentence, the input itself never leaves.
    const read = (schema as z.ZodType).safeParse(value, { reportInput: true });
    if (read.success) return read.data;
    const { issues } = read.error;
    throw new InvalidRequest(requestRefusals.invalid({ fields: issues.length }), issues);
  }
}
