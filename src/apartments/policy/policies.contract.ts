import { z } from 'zod';
import { id, instant, lines, pageOf, pageQuery, plainDate } from '../../kernel/contract.js';
import { policyChange, policyValues } from './policy.contract.js';

const note = lines(400).nullable().meta({ description: 'The decision it follows, the reason' });

export const policiesQuery = z.strictObject({ ...pageQuery, venueId: id });
export type PoliciesQuery = z.output<typeof policiesQuery>;

export const newPolicyDraft = z
  .strictObject({
    venueId: id,
    note: note.default(null),
    values: policyChange.default({}).meta({
      description:
        'What is to differ from the latest published version, or from the default policy where there is none',
    }),
  })
  .meta({ id: 'NewApartmentPolicyDraft' });
export type NewPolicyDraft = z.output<typeof newPolicyDraft>;

export const policyDraftChange = z
  .strictObject({ note: note.optional(), values: policyChange.optional() })
  .meta({ id: 'ApartmentPolicyDraftChange' });
export type PolicyDraftChange = z.output<typeof policyDraftChange>;

export const policyPublication = z
  .strictObject({ validFrom: plainDate.meta({ description: 'Today or later, and after the latest version began' }) })
  .meta({ id: 'ApartmentPolicyPublication' });
export type PolicyPublication = z.output<typeof policyPublication>;

const version = {
  id,
  venueId: id,
  version: z.int(),
  state: z.enum(['draft', 'published']),
  isInForce: z.boolean().meta({ description: 'Today' }),
  validFrom: plainDate.nullable(),
  validUntil: plainDate.nullable().meta({ description: 'Its last day; null while no later version is published' }),
  publishedAt: instant.nullable(),
  publishedBy: z.object({ id, name: z.string() }).nullable(),
  createdAt: instant,
  note: z.string().nullable(),
};

export const policyPage = pageOf(z.object(version)).meta({ id: 'ApartmentPolicyPage' });
export type PolicyPage = z.output<typeof policyPage>;

export const policyView = z.object({ ...version, values: policyValues }).meta({ id: 'ApartmentPolicy' });
export type PolicyView = z.output<typeof policyView>;

export const differencesQuery = z.strictObject({
  from: id.optional().meta({
    description: 'The version to compare with; otherwise the one published before, or the default policy',
  }),
});
export type DifferencesQuery = z.output<typeof differencesQuery>;

export const differencesView = z
  .object({
    from: z.object({ id, version: z.int() }).nullable().meta({ description: 'Null: the default policy' }),
    to: z.object({ id, version: z.int() }),
    items: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })).meta({
      description: 'Key by key, such as rent.byTier.E; null is what is not there',
    }),
  })
  .meta({ id: 'ApartmentPolicyDifferences' });
export type DifferencesView = z.output<typeof differencesView>;
