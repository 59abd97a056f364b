import { z } from 'zod';
import { id, instant, line, lines, pageOf, pageQuery, plainDate, reference, rule } from '../../kernel/contract.js';
import { barView } from '../bars/bars.contract.js';
import { conditionKinds, conditionStates, missingItems, missingReasons } from './application-conditions.rules.js';
import { applicationStates } from './application.lifecycle.js';
import { documentMediaTypes } from './document-file.rules.js';
import { degree, tier } from '../policy/policy.contract.js';

export const applicationState = z.enum(applicationStates);
export const conditionKind = z.enum(conditionKinds);

const wantedLayouts = rule(z.array(line(40)).max(10), (layouts) => new Set(layouts).size === layouts.length, {
  zh: '同一户型只需填写一次',
  en: 'A layout is named once',
}).meta({ description: 'Layouts wanted, the dearest wish first; none: any' });

const fields = z.strictObject({
  claimsTier: z
    .boolean()
    .meta({ description: 'Whether a talent tier is claimed; then its certificate is a condition' }),
  wantedLayouts,
  employer: line(120).nullable(),
  spouse: z
    .strictObject({ phone: line(30), name: line(60) })
    .nullable()
    .meta({ description: 'A resident who has given this very name; null: none' }),
});

export const newApplication = z
  .strictObject({
    venueId: id.meta({ description: 'The apartment house' }),
    claimsTier: fields.shape.claimsTier.default(true),
    wantedLayouts: wantedLayouts.default([]),
    employer: fields.shape.employer.default(null),
    spouse: fields.shape.spouse.default(null),
  })
  .meta({ id: 'NewApartmentApplication' });
export type NewApplication = z.output<typeof newApplication>;

export const applicationChange = fields.partial().meta({ id: 'ApartmentApplicationChange' });
export type ApplicationChange = z.output<typeof applicationChange>;

export const conditionInput = z
  .strictObject({
    source: line(200).meta({ description: 'Who attests it: an office, an employer, a register' }),
    validUntil: plainDate.nullable().default(null).meta({ description: 'Its last day; null: no end is known' }),
    hiredOn: plainDate.nullable().default(null).meta({
      description: 'Of social insurance alone: not insured yet, since hired on this day; the contract is the proof',
    }),
  })
  .meta({ id: 'ApplicationConditionInput' });
export type ConditionInput = z.output<typeof conditionInput>;

export const byKind = z.strictObject({ id, kind: conditionKind });
export const byDocument = z.strictObject({ id, documentId: id });

/** Slashes would be folders; the others let a name read otherwise than it is written. */
const fileName = rule(line(120), (name) => !/[\\/\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(name), {
  zh: '文件名不能含有斜线或控制文字方向的字符',
  en: 'A file name has neither slashes nor characters that turn the direction of text',
});
export const uploadQuery = z.strictObject({ name: fileName.meta({ description: 'Name of the file' }) });
export type UploadQuery = z.output<typeof uploadQuery>;

/** The file itself, as the body. */
export const documentFile = z.instanceof(Buffer).meta({
  description: 'The file: PDF, JPEG or PNG, known by its first bytes, at most 5 MB',
  type: 'string',
  format: 'binary',
});

export const appealInput = z.strictObject({ words: lines(2000) }).meta({ id: 'ApplicationAppealInput' });
export type AppealInput = z.output<typeof appealInput>;

export const myApplicationsQuery = z.strictObject({ ...pageQuery });
export type MyApplicationsQuery = z.output<typeof myApplicationsQuery>;

export const documentView = z
  .object({
    id,
    name: z.string(),
    mediaType: z.enum(documentMediaTypes),
    bytes: z.int(),
    sha256: z.string(),
    uploadedAt: instant,
  })
  .meta({ id: 'ApplicationDocument' });
export type DocumentView = z.output<typeof documentView>;

export const conditionView = z
  .object({
    kind: conditionKind,
    state: z.enum(conditionStates),
    source: z.string().nullable(),
    validUntil: plainDate.nullable(),
    hiredOn: plainDate.nullable().meta({ description: 'Not insured yet, since hired on this day' }),
    checkedAt: instant.nullable(),
    reason: z.string().nullable().meta({ description: 'Why it was returned' }),
    reasonEn: z.string().nullable(),
    isConfirmedByEmployer: z.boolean().meta({ description: 'Attested by the employer itself; no paper is needed' }),
    documents: z.array(documentView),
  })
  .meta({ id: 'ApplicationCondition' });
export type ConditionView = z.output<typeof conditionView>;

const reasons = z.object({ reason: z.string(), reasonEn: z.string() });

/** What applicant and staff see alike. */
export const applicationFields = {
  id,
  reference,
  state: applicationState,
  venue: z.object({ id, name: z.string(), nameEn: z.string() }),
  tier: tier.nullable(),
  degree: degree.nullable(),
  points: z.int(),
  wantedLayouts: z.array(z.string()),
  employer: z.string().nullable(),
  createdAt: instant,
  submittedAt: instant.nullable(),
  completeAt: instant.nullable().meta({ description: 'When it was complete as it stands; orders equals in the list' }),
  decidedAt: instant.nullable(),
  validUntil: plainDate.nullable().meta({ description: 'Last day of the approval' }),
  rejection: reasons.nullable(),
  appeal: z
    .object({ words: z.string(), appealedAt: instant, decision: reasons.nullable() })
    .nullable()
    .meta({ description: 'An appeal is possible once' }),
  conditions: z.array(conditionView),
};

export const waitingView = z.object({
  position: z
    .int()
    .nullable()
    .meta({ description: 'Place in the waiting list, 1 is next; null unless approved and without a unit' }),
  people: z.int().meta({ description: 'How many wait at this house' }),
  estimatedOn: plainDate.nullable().meta({ description: 'When a unit may be free; null: noEstimate says why' }),
  noEstimate: z.enum(['not_in_the_list', 'has_unit', 'not_known']).nullable(),
  words: z.string(),
  wordsEn: z.string(),
});
export type WaitingView = z.output<typeof waitingView>;

export const myApplicationView = z
  .object({
    ...applicationFields,
    spouse: z.object({ name: z.string().nullable() }).nullable(),
    missing: z
      .array(z.object({ item: z.enum(missingItems), why: z.enum(missingReasons) }))
      .meta({ description: 'What stands between it and its submission' }),
    waiting: waitingView,
    bar: barView.nullable().meta({ description: 'I am barred after false data, and until when' }),
  })
  .meta({ id: 'MyApartmentApplication' });
export type MyApplicationView = z.output<typeof myApplicationView>;

export const myApplicationPage = pageOf(myApplicationView).meta({ id: 'MyApartmentApplicationPage' });
export type MyApplicationPage = z.output<typeof myApplicationPage>;
