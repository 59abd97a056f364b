import { z } from 'zod';
import { fen, id, signedFen } from '../../kernel/contract.js';
import { degree, percent, squareMetres, tier } from './policy.contract.js';

/** A unit and a household as a rent is asked for. */
export const rentQuestion = z
  .strictObject({
    areaM2: squareMetres.max(1_000),
    marketFenPerM2: fen.max(1_000_000).meta({ description: 'Market rent of the unit, fen a month for each m²' }),
    tier: tier.nullable().default(null),
    spouseTier: tier.nullable().default(null),
    degree: degree.nullable().default(null),
    termNumber: z.int().min(1).max(100).default(1).meta({ description: '1 for the first lease' }),
    monthOfTenure: z.int().min(1).max(1_200).default(1).meta({ description: '1 for the first month in any unit' }),
    hasEmployer: z.boolean().default(false).meta({ description: 'Whether there is an employer to bill' }),
  })
  .meta({ id: 'RentQuestion' });
export type RentQuestionInput = z.output<typeof rentQuestion>;

export const previewInput = z
  .strictObject({
    questions: z.array(rentQuestion).min(1).max(1_000),
    comparedWith: id.optional().meta({ description: 'Another version, under which each is answered too' }),
  })
  .meta({ id: 'RentPreviewInput' });
export type PreviewInput = z.output<typeof previewInput>;

export const scheduleInput = z
  .strictObject({
    question: rentQuestion,
    months: z.int().min(1).max(240).optional().meta({ description: 'Otherwise one term of the policy' }),
  })
  .meta({ id: 'RentScheduleInput' });
export type ScheduleInput = z.output<typeof scheduleInput>;

/** Whole products of what may be asked; above what one charge may be. */
const amount = z.int().min(0).meta({ description: 'Fen a month' });

export const rent = z
  .object({
    outcome: z.literal('rent'),
    tier: tier.nullable().meta({ description: 'The one that counts: the higher of a couple' }),
    lines: z.array(
      z.object({
        what: z.enum(['share_of_market', 'flat_price', 'over_standard']),
        areaM2: z.number(),
        fenPerM2: amount,
        percent,
        amountFen: amount,
      }),
    ),
    totalFen: amount,
    subsidy: z
      .object({ degree, entitledFen: amount, amountFen: amount.meta({ description: 'Never above the rent' }) })
      .nullable(),
    netFen: amount.meta({ description: 'Total less subsidy' }),
    split: z.object({ person: amount, employer: amount, zone: amount }).meta({ description: 'Who pays the net' }),
  })
  .meta({ id: 'PreviewedRent' });

export const leftOpen = z
  .object({
    outcome: z.literal('left_open'),
    code: z.string(),
    reason: z.string(),
    reasonEn: z.string(),
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'RentLeftOpen', description: 'A case that the policy leaves open' });

export const rentAnswer = z.discriminatedUnion('outcome', [rent, leftOpen]);
export type RentAnswer = z.output<typeof rentAnswer>;

export const previewView = z
  .object({
    items: z.array(
      z.object({
        rent: rentAnswer,
        comparedRent: rentAnswer.nullable(),
        changeFen: signedFen
          .nullable()
          .meta({ description: 'Of the net against the other version, where both give one' }),
      }),
    ),
    summary: z.object({
      asked: z.int(),
      leftOpen: z.int(),
      netFen: amount.meta({ description: 'Of all rents together' }),
      compared: z
        .object({ leftOpen: z.int(), netFen: amount, raised: z.int(), lowered: z.int(), unchanged: z.int() })
        .nullable(),
    }),
  })
  .meta({ id: 'RentPreview', description: 'In the order of the questions' });
export type PreviewView = z.output<typeof previewView>;

export const scheduleView = z
  .object({
    items: z.array(
      z.object({
        leaseMonth: z.int(),
        termNumber: z.int(),
        monthOfTenure: z.int(),
        rent: rentAnswer,
      }),
    ),
  })
  .meta({ id: 'RentSchedule' });
export type ScheduleView = z.output<typeof scheduleView>;
