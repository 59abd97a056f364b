import { z } from 'zod';
import {
  fen,
  id,
  instant,
  line,
  pageOf,
  pageQuery,
  plainDate,
  reference,
  searchText,
  sixDigits,
} from '../../kernel/contract.js';
import { relations } from '../household/household.rules.js';
import { leaseStates } from './lease.lifecycle.js';
import { degree, percent, squareMetres, tier } from '../policy/policy.contract.js';

export const choice = z
  .strictObject({
    unitId: id,
    startsOn: plainDate.optional().meta({ description: 'Today, when left out' }),
  })
  .meta({ id: 'UnitChoice' });
export type Choice = z.output<typeof choice>;

const rentLine = z.object({
  what: z.enum(['share_of_market', 'flat_price', 'over_standard']),
  areaM2: squareMetres,
  fenPerM2: fen,
  percent,
  amountFen: fen,
});

const rentOfMonth = z.object({
  leaseMonth: z.int(),
  from: plainDate,
  until: plainDate.meta({ description: 'The day after the last' }),
  totalFen: fen,
  subsidyFen: fen,
  netFen: fen,
  split: z.object({ person: fen, employer: fen, zone: fen }),
  lines: z.array(rentLine).meta({ description: 'Area × price × percent, each rounded to the fen' }),
});

export const leaseView = z
  .object({
    id,
    reference,
    state: z.enum(leaseStates),
    kind: z.enum(['short_first', 'full_term', 'rest_of_tenure', 'home_extension']),
    unit: z.object({
      id,
      building: z.string(),
      buildingEn: z.string(),
      number: z.string(),
      layout: z.string(),
      areaM2: squareMetres,
    }),
    tenant: z.object({ id, name: z.string() }),
    startsOn: plainDate,
    endsOn: plainDate.meta({ description: 'The last day' }),
    heldUntil: instant.nullable().meta({ description: 'Until when it must be signed, or the deposit be there' }),
    termNumber: z.int(),
    household: z.object({ tier: tier.nullable(), spouseTier: tier.nullable(), degree: degree.nullable() }),
    policyVersion: z.int(),
    monthlyNetFen: fen.meta({ description: 'Of the first month' }),
    deposit: z.object({ amountFen: fen, payer: z.enum(['person', 'employer']), chargeId: id.nullable() }),
    employer: z
      .object({ id: id.nullable(), name: z.string() })
      .nullable()
      .meta({ description: 'Who is billed the employer’s part; the id where the house knows them' }),
    signedAt: instant.nullable(),
    signatureHash: z.string().nullable().meta({ description: 'SHA-256 over the terms that were signed' }),
    countersignedAt: instant.nullable(),
    keysGivenOn: plainDate.nullable(),
    keysBackOn: plainDate.nullable(),
    renewal: z
      .object({
        state: z.enum(['asked', 'offered', 'agreed', 'declined', 'refused', 'lapsed']),
        reason: z.string().nullable(),
      })
      .nullable(),
    earlierNumber: z.string().nullable().meta({ description: 'In the books that it was taken over from' }),
    billedFrom: plainDate
      .nullable()
      .meta({ description: 'Of a lease taken over: the first month that is billed here' }),
    previousId: id.nullable(),
    nextId: id.nullable(),
    endReason: z.string().nullable(),
    coResidents: z
      .array(
        z.object({
          id,
          name: z.string(),
          masked: z.string().nullable().meta({ description: 'The number of their document behind its mask' }),
          relation: z.enum(relations),
          startsOn: plainDate,
          endsOn: plainDate.nullable(),
        }),
      )
      .meta({ description: 'Who lives with the tenant, as approved' }),
    rents: z.array(rentOfMonth).meta({ description: 'What is owed, month by month' }),
  })
  .meta({ id: 'Lease' });
export type LeaseView = z.output<typeof leaseView>;

const leaseRow = leaseView
  .omit({ rents: true, household: true, coResidents: true, signatureHash: true, nextId: true, renewal: true })
  .meta({ id: 'LeaseRow' });
export type LeaseRow = z.output<typeof leaseRow>;

export const leasesQuery = z.strictObject({
  search: searchText.meta({ description: 'Reference, tenant or unit' }),
  state: z.enum(leaseStates).optional(),
  venueId: id.optional(),
  ...pageQuery,
});
export type LeasesQuery = z.output<typeof leasesQuery>;
export const leasePage = pageOf(leaseRow).meta({ id: 'LeasePage' });
export type LeasePage = z.output<typeof leasePage>;

export const signature = z.strictObject({ code: sixDigits }).meta({ id: 'LeaseSignature' });
export const codeSent = z
  .object({ expiresInSeconds: z.int(), resendAfterSeconds: z.int() })
  .meta({ id: 'SigningCodeSent' });
export type CodeSent = z.output<typeof codeSent>;

export const keysOn = z
  .strictObject({ on: plainDate.optional().meta({ description: 'Today, when left out' }) })
  .default({});
export type KeysOn = z.output<typeof keysOn>;

export const takingBack = z
  .strictObject({
    on: plainDate.optional().meta({ description: 'Today, when left out' }),
    reason: line(200),
  })
  .meta({ id: 'KeysBack' });
export type TakingBack = z.output<typeof takingBack>;

export const ownLeasesQuery = z.strictObject(pageQuery);
