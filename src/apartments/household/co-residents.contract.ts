import { z } from 'zod';
import { id, instant, line, plainDate, rule } from '../../kernel/contract.js';
import { documentTypes } from '../../people/index.js';
import { coResidentStates, relations } from './household.rules.js';

export const newCoResident = rule(
  z.strictObject({
    name: line(60),
    relation: z.enum(relations),
    phone: line(20).optional().meta({ description: 'Of their account here, where they have one' }),
    document: z.strictObject({ type: z.enum(documentTypes), number: line(40) }).optional(),
    startsOn: plainDate,
    endsOn: plainDate.optional().meta({ description: 'The last day; that of the lease, when left out' }),
  }),
  ({ phone, document }) => phone !== undefined || document !== undefined,
  { zh: '请填写手机号或证件', en: 'A phone number or a document is needed' },
).meta({ id: 'NewCoResident' });
export type NewCoResident = z.output<typeof newCoResident>;

export const coResidentView = z
  .object({
    id,
    leaseId: id,
    residentId: id.nullable(),
    name: z.string(),
    document: z.object({ type: z.enum(documentTypes), masked: z.string() }).nullable(),
    relation: z.enum(relations),
    startsOn: plainDate,
    endsOn: plainDate.nullable().meta({ description: 'The last day; null is that of the lease' }),
    state: z.enum(coResidentStates),
    reason: z.string().nullable(),
    askedAt: instant,
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'CoResident' });
export type CoResidentView = z.output<typeof coResidentView>;

export const coResidentList = z.object({ items: z.array(coResidentView) }).meta({ id: 'CoResidents' });
export type CoResidentList = z.output<typeof coResidentList>;

export const coResidentDecision = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('approved') }),
    z.strictObject({ decision: z.literal('declined'), reason: line(200) }),
  ])
  .meta({ id: 'CoResidentDecision' });
export type CoResidentDecision = z.output<typeof coResidentDecision>;

export const coResidentEnd = z
  .strictObject({ lastDay: plainDate.optional().meta({ description: 'Today, when left out' }) })
  .default({})
  .meta({ id: 'CoResidentEnd' });
export type CoResidentEnd = z.output<typeof coResidentEnd>;
