import { z } from 'zod';
import { id, instant, line, plainDate, reference } from '../../kernel/contract.js';

export const newDeath = z
  .strictObject({
    diedOn: plainDate,
    proof: line(200).meta({ description: 'Which certificate was seen; no number of an identity document' }),
  })
  .meta({ id: 'NewLeaseDeath' });
export type NewDeath = z.output<typeof newDeath>;

export const deathView = z
  .object({
    leaseId: id,
    diedOn: plainDate,
    proof: z.string(),
    askBy: plainDate.meta({ description: 'The last day on which a co-resident may ask to continue the lease' }),
    keysBy: plainDate.meta({ description: 'By when the keys are back without a price for days after the lease' }),
    asked: z.object({ residentId: id, name: z.string(), at: instant }).nullable(),
    outcome: z.enum(['continued', 'ended']).nullable(),
    reason: z.string().nullable(),
    nextLeaseId: id.nullable(),
  })
  .meta({ id: 'LeaseDeath' });
export type DeathView = z.output<typeof deathView>;

const continuation = z
  .object({
    leaseId: id,
    reference,
    unit: z.string(),
    endsOn: plainDate.meta({ description: 'The last day of the lease that may be continued' }),
    askBy: plainDate,
    keysBy: plainDate,
    askedAt: instant.nullable().meta({ description: 'When I asked' }),
    outcome: z.enum(['continued', 'ended']).nullable(),
    nextLeaseId: id.nullable(),
  })
  .meta({ id: 'LeaseContinuation' });
export const continuations = z.object({ items: z.array(continuation) }).meta({ id: 'LeaseContinuations' });
export type Continuations = z.output<typeof continuations>;

export const continuationDecision = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('accepted') }),
    z.strictObject({ decision: z.literal('declined'), reason: line(200) }),
  ])
  .meta({ id: 'LeaseContinuationDecision' });
export type ContinuationDecision = z.output<typeof continuationDecision>;
