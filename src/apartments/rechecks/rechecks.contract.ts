import { z } from 'zod';
import { id, instant, line, lines, plainDate, rule } from '../../kernel/contract.js';
import { conditionKind, documentView } from '../applications/applications.contract.js';
import { degree, tier } from '../policy/policy.contract.js';
import { recheckItemStates, recheckStates, recheckWhys } from './recheck.rules.js';

export const recheckEvidence = z
  .strictObject({
    source: line(200).meta({ description: 'Who attests it: an office, an employer, a register' }),
    validUntil: plainDate.nullable().default(null).meta({ description: 'Its last day; null: no end is known' }),
  })
  .meta({ id: 'LeaseRecheckEvidence' });
export type RecheckEvidence = z.output<typeof recheckEvidence>;

const reasons = { reason: lines(500), reasonEn: lines(500) };
const verdict = z.discriminatedUnion('verdict', [
  z.strictObject({
    kind: conditionKind,
    verdict: z.literal('accepted'),
    source: line(200).optional().meta({ description: 'As staff found it; left out: as it was given' }),
    validUntil: plainDate.nullable().optional().meta({ description: 'As staff found it; left out: as it was given' }),
  }),
  z.strictObject({ kind: conditionKind, verdict: z.literal('returned'), ...reasons }),
  z.strictObject({ kind: conditionKind, verdict: z.literal('rejected'), ...reasons }),
  z
    .strictObject({ kind: z.literal('tier_certificate'), verdict: z.literal('dropped') })
    .meta({ description: 'No tier is claimed any more' }),
]);

const facts = z.strictObject({
  tier: tier.optional(),
  degree: degree.nullable().optional(),
  employer: z
    .union([z.strictObject({ id }), z.strictObject({ name: line(120) })])
    .nullable()
    .optional()
    .meta({ description: 'One that the house knows, by id, or another by name; null: none' }),
  evidence: lines(500).meta({ description: 'What it is taken from' }),
});

export const recheckReview = rule(
  z.strictObject({
    items: rule(z.array(verdict).max(5), (items) => new Set(items.map(({ kind }) => kind)).size === items.length, {
      zh: '每项条件只能出现一次',
      en: 'Each condition is given once',
    }).default([]),
    facts: facts.optional().meta({ description: 'What the next lease is reckoned by, where it is another than now' }),
  }),
  ({ items, facts: found }) => items.length > 0 || found !== undefined,
  { zh: '请至少审核一项', en: 'Say something about at least one thing' },
).meta({ id: 'LeaseRecheckReview' });
export type RecheckReview = z.output<typeof recheckReview>;
export type RecheckVerdict = RecheckReview['items'][number];

export const recheckView = z
  .object({
    leaseId: id,
    applicationId: id.nullable().meta({ description: 'Its documents are opened there' }),
    state: z.enum(recheckStates),
    nextStartsOn: plainDate.meta({ description: 'On this day every proof has to hold' }),
    answerBy: plainDate.meta({ description: 'The last day to give what is asked' }),
    openedAt: instant,
    decidedAt: instant.nullable(),
    tier: tier.nullable(),
    degree: degree.nullable(),
    employer: z.object({ id: id.nullable(), name: z.string() }).nullable(),
    items: z
      .array(
        z.object({
          kind: conditionKind,
          why: z.enum(recheckWhys),
          state: z.enum(recheckItemStates),
          source: z.string().nullable(),
          validUntil: plainDate.nullable(),
          reason: z.string().nullable().meta({ description: 'Why it was returned or rejected' }),
          reasonEn: z.string().nullable(),
          documents: z.array(documentView).meta({ description: 'Uploaded since it was asked' }),
        }),
      )
      .meta({ description: 'What has to be proved anew; none: all of it still holds' }),
  })
  .meta({ id: 'LeaseRecheck' });
export type RecheckView = z.output<typeof recheckView>;
