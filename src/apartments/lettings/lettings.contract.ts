import { z } from 'zod';
import { id, line, pageOf, pageQuery, plainDate, rule } from '../../kernel/contract.js';
import { recheckStates } from '../rechecks/recheck.rules.js';

const share = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .meta({ description: 'A share from 0 to 1; null where there is nothing to divide by' });

const periodAsked = {
  from: plainDate,
  until: plainDate.meta({ description: 'The day after the last' }),
  venueId: id.optional(),
};
const endsAfterItBegins = ({ from, until }: { from: string; until: string }) => from < until;
const periodProblem = { zh: '结束日期须晚于开始日期', en: 'The end must be after the beginning' };

export const ratesQuery = rule(z.strictObject(periodAsked), endsAfterItBegins, periodProblem);
export type RatesQuery = z.output<typeof ratesQuery>;

export const unitNightsQuery = rule(
  z.strictObject({ ...periodAsked, buildingId: id.optional(), layout: line(40).optional(), ...pageQuery }),
  endsAfterItBegins,
  periodProblem,
);
export type UnitNightsQuery = z.output<typeof unitNightsQuery>;

const nights = {
  nightsOffered: z.int().meta({ description: 'Without nights out of service' }),
  nightsLet: z.int(),
  nightsOutOfService: z.int(),
  occupancy: share,
};
const occupancy = z.object({
  buildingId: id.nullable(),
  house: z.string().nullable(),
  building: z.string().nullable(),
  layout: z.string().nullable(),
  units: z.int(),
  ...nights,
});

const unitNights = z.object({
  ...{ unitId: id, house: z.string(), building: z.string(), number: z.string(), layout: z.string() },
  ...nights,
});
export type UnitNights = z.output<typeof unitNights>;
export const unitNightsPage = pageOf(unitNights).meta({ id: 'UnitNights' });
export type UnitNightsPage = z.output<typeof unitNightsPage>;

const endedLease = z.object({
  leaseId: id,
  reference: z.string(),
  tenant: z.string(),
  unit: z.string(),
  endsOn: plainDate,
  reason: z.string(),
});
const outcome = z.enum(['renewed', 'not_renewed', 'not_allowed', 'moved']);
const endedWithOutcome = endedLease.extend({ outcome });
export type EndedLease = z.output<typeof endedWithOutcome>;
export type Outcome = EndedLease['outcome'];

export const endedLeasesQuery = rule(
  z.strictObject({ ...periodAsked, outcome: outcome.optional(), ...pageQuery }),
  endsAfterItBegins,
  periodProblem,
);
export type EndedLeasesQuery = z.output<typeof endedLeasesQuery>;
export const endedLeasesPage = pageOf(endedWithOutcome).meta({ id: 'LeasesAtTheirEnd' });
export type EndedLeasesPage = z.output<typeof endedLeasesPage>;

/** So many are named beside the rate; the pages of leases name all. */
export const mostNamed = 100;

export const ratesView = z
  .object({
    from: plainDate,
    until: plainDate,
    occupancy: z.array(occupancy).meta({ description: 'The whole first, then by building and layout' }),
    renewal: z.object({
      reachedTheirEnd: z
        .int()
        .meta({ description: 'Leases whose last day is in the period, and not after today, that might be renewed' }),
      renewed: z.int(),
      rate: share,
      others: z.array(endedLease).meta({
        description: `Who was not renewed, and why: the first ${mostNamed}; all are under /letting-rates/leases`,
      }),
      notAllowed: z.int().meta({ description: 'Not counted: the house refused, for a reason of the policy' }),
      moved: z.int().meta({ description: 'Not counted: the tenant has moved to another unit' }),
    }),
  })
  .meta({ id: 'LettingRates' });
export type RatesView = z.output<typeof ratesView>;

export const boardQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(90),
  venueId: id.optional(),
  ...pageQuery,
});
export type BoardQuery = z.output<typeof boardQuery>;

export const boardStates = ['silent', 'asked', 'offered', 'agreed', 'declined', 'refused', 'lapsed'] as const;
const ending = z.object({
  leaseId: id,
  reference: z.string(),
  tenant: z.string(),
  building: z.string(),
  unit: z.string(),
  layout: z.string(),
  endsOn: plainDate,
  daysLeft: z.int().meta({ description: 'Below zero: the keys are not back though the lease is over' }),
  within: z.enum(['overdue', '30', '60', '90', 'later']),
  state: z.enum(boardStates).meta({ description: 'silent: the tenant has not answered' }),
  reason: z.string().nullable(),
  recheck: z.enum(['not_due', ...recheckStates]).meta({ description: 'Where the re-check of eligibility stands' }),
});

export const renewalBoard = pageOf(ending)
  .extend({
    counts: z.array(z.object({ within: ending.shape.within, state: ending.shape.state, leases: z.int() })),
    likelyFree: z
      .array(z.object({ layout: z.string(), units: z.int() }))
      .meta({ description: 'By layout, within these days' }),
  })
  .meta({ id: 'RenewalBoard' });
export type RenewalBoard = z.output<typeof renewalBoard>;
