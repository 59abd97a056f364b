import { z } from 'zod';
import {
  id,
  instant,
  line,
  lines,
  pageOf,
  pageQuery,
  plainDate,
  reference,
  rule,
  searchText,
} from '../../kernel/contract.js';
import { barItem, barView } from '../bars/bars.contract.js';
import { applicationFields, applicationState, conditionKind, conditionView } from './applications.contract.js';
import { degree, tier } from '../policy/policy.contract.js';

export const applicationsQuery = z.strictObject({
  search: searchText.meta({ description: 'Part of the reference or of the name' }),
  state: applicationState.optional(),
  venueId: id.optional().meta({ description: 'One apartment house' }),
  sort: z
    .enum(['newest', 'waiting_list'])
    .default('newest')
    .meta({ description: 'waiting_list: tier, points, time of the complete application' }),
  ...pageQuery,
});
export type ApplicationsQuery = z.output<typeof applicationsQuery>;

const reasons = { reason: lines(500), reasonEn: lines(500) };

const accepted = z.strictObject({
  kind: conditionKind,
  verdict: z.literal('accepted'),
  source: line(200).optional().meta({ description: 'As staff found it; left out: as it was given' }),
  validUntil: plainDate.nullable().optional().meta({ description: 'As staff found it; left out: as it was given' }),
});
const returned = z.strictObject({ kind: conditionKind, verdict: z.literal('returned'), ...reasons });

export const reviewInput = z
  .strictObject({
    items: rule(
      z.array(z.discriminatedUnion('verdict', [accepted, returned])).min(1),
      (items) => new Set(items.map(({ kind }) => kind)).size === items.length,
      { zh: '每项条件只能出现一次', en: 'Each condition is given once' },
    ),
  })
  .meta({ id: 'ApplicationReview' });
export type ReviewInput = z.output<typeof reviewInput>;

export const assessmentInput = z
  .strictObject({
    tier: tier.nullable(),
    degree: degree.nullable(),
    points: z.int().min(0).max(10_000),
    evidence: lines(500).meta({ description: 'What it is taken from' }),
  })
  .meta({ id: 'ApplicationAssessment' });
export type AssessmentInput = z.output<typeof assessmentInput>;

export const approvalInput = z
  .strictObject({
    validUntil: plainDate.optional().meta({ description: 'No longer than the first condition to run out' }),
  })
  .default({})
  .meta({ id: 'ApplicationApproval' });
export type ApprovalInput = z.output<typeof approvalInput>;

export const rejectionInput = z
  .strictObject({
    ...reasons,
    falseData: z
      .strictObject({ item: barItem })
      .optional()
      .meta({ description: 'What was false: the applicant is barred for the months of the policy' }),
  })
  .meta({ id: 'ApplicationRejection' });
export type RejectionInput = z.output<typeof rejectionInput>;

export const appealDecisionInput = z
  .strictObject({ decision: z.enum(['approve', 'reject']), ...reasons, validUntil: plainDate.optional() })
  .meta({ id: 'ApplicationAppealDecision' });
export type AppealDecisionInput = z.output<typeof appealDecisionInput>;

const identity = z.object({ type: z.string(), masked: z.string() }).nullable();
const applicant = z.object({ id, name: z.string().nullable(), phone: z.string(), document: identity });
const position = z
  .int()
  .nullable()
  .meta({ description: 'Place in the waiting list of the house; null unless approved' });

export const applicationView = z
  .object({
    ...applicationFields,
    resident: applicant,
    spouse: applicant
      .extend({ application: reference.nullable().meta({ description: 'A live application of their own' }) })
      .nullable(),
    conditions: z.array(conditionView.extend({ checkedBy: z.string().nullable() })),
    position,
    bar: barView.nullable().meta({ description: 'The applicant is barred after false data' }),
  })
  .meta({ id: 'ApartmentApplication' });
export type ApplicationView = z.output<typeof applicationView>;

const applicationCard = z.object({
  id,
  reference,
  state: applicationState,
  venue: applicationFields.venue,
  resident: z.object({ id, name: z.string().nullable(), phone: z.string() }),
  tier: tier.nullable(),
  degree: degree.nullable(),
  points: z.int(),
  submittedAt: instant.nullable(),
  completeAt: instant.nullable(),
  validUntil: plainDate.nullable(),
  position,
});
export type ApplicationCard = z.output<typeof applicationCard>;

export const applicationPage = pageOf(applicationCard).meta({ id: 'ApartmentApplicationPage' });
export type ApplicationPage = z.output<typeof applicationPage>;
