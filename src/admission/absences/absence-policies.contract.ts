import { z } from 'zod';
import { formed, id, instant, lines, pageOf, pageQuery, plainDate, rule } from '../../kernel/contract.js';
import { everyScope, mostDays } from './absence.rules.js';

export const scope = formed(/^(\*|[a-z][a-z_-]{0,29})$/, {
  zh: '须为预约类别，如 class，或 *',
  en: 'It must be a kind of places, such as class, or *',
}).meta({ description: `A kind of places, such as class; ${everyScope} is every kind without a policy of its own` });

export const absenceRule = rule(
  z.strictObject({
    absences: z.int().min(1).max(100),
    withinDays: z.int().min(1).max(mostDays),
    barredDays: z.int().min(1).max(mostDays),
  }),
  ({ absences, withinDays }) => absences <= withinDays,
  {
    zh: '每天最多记一次，期限内的天数不能少于次数',
    en: 'There is at most one mark a day, so the days must be no fewer than the absences',
  },
).meta({ id: 'AbsenceRule', description: 'So many absences within so many days bar for so many days' });

const wholeRule = absenceRule.nullable().meta({ description: 'null: absences do not bar' });
const note = lines(400).nullable().meta({ description: 'The decision it follows, the reason' });

export const policiesQuery = z.strictObject({ scope: scope.optional(), ...pageQuery });
export type PoliciesQuery = z.output<typeof policiesQuery>;

export const newPolicyDraft = z
  .strictObject({ scope, rule: wholeRule, note: note.default(null) })
  .meta({ id: 'NewAbsencePolicyDraft' });
export type NewPolicyDraft = z.output<typeof newPolicyDraft>;

export const policyDraftChange = z
  .strictObject({ rule: wholeRule.optional(), note: note.optional() })
  .meta({ id: 'AbsencePolicyDraftChange' });
export type PolicyDraftChange = z.output<typeof policyDraftChange>;

export const policyPublication = z
  .strictObject({ validFrom: plainDate.meta({ description: 'Today or later, and after the latest version began' }) })
  .meta({ id: 'AbsencePolicyPublication' });
export type PolicyPublication = z.output<typeof policyPublication>;

export const policyView = z
  .object({
    id,
    scope,
    version: z.int(),
    state: z.enum(['draft', 'published']),
    rule: wholeRule,
    isInForce: z.boolean().meta({ description: 'Today' }),
    validFrom: plainDate.nullable(),
    validUntil: plainDate.nullable().meta({ description: 'Its last day; null while no later version is published' }),
    publishedAt: instant.nullable(),
    publishedBy: z.object({ id, name: z.string() }).nullable(),
    createdAt: instant,
    note: z.string().nullable(),
  })
  .meta({ id: 'AbsencePolicy' });
export type PolicyView = z.output<typeof policyView>;
export const policyPage = pageOf(policyView).meta({ id: 'AbsencePolicyPage' });
export type PolicyPage = z.output<typeof policyPage>;
