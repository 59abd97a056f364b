import { z } from 'zod';
import { id, line, pageOf, pageQuery, plainDate, reference, signedFen } from '../../kernel/contract.js';
import { renewalStates } from '../renewals/renewal.entity.js';
import { leftOpen, rent } from './rent-preview.contract.js';

export const leaseChanges = ['raised', 'lowered', 'unchanged', 'left_open'] as const;

const filters = {
  buildingId: id.optional(),
  layout: line(40).optional(),
  change: z
    .enum(leaseChanges)
    .optional()
    .meta({ description: 'Only leases whose rent does this; the totals are of all' }),
  sort: z
    .enum(['rise', 'fall'])
    .default('rise')
    .meta({ description: 'What rises most comes first, or what falls most; what is left open comes last' }),
};
export const leasePreviewFilter = z.strictObject(filters);
export type LeasePreviewFilter = z.output<typeof leasePreviewFilter>;
export const leasePreviewQuery = z.strictObject({ ...filters, ...pageQuery });
export type LeasePreviewQuery = z.output<typeof leasePreviewQuery>;

const amount = z.int().min(0).meta({ description: 'Fen a month' });
const sum = z.int().min(0).meta({ description: 'Fen a month, of all of them together' });

export const leasePreviewRow = z
  .object({
    lease: z.object({ id, reference, endsOn: plainDate }),
    tenant: z.string(),
    unit: z.object({ id, building: z.string(), number: z.string(), layout: z.string() }),
    renewal: z.enum(renewalStates).nullable().meta({ description: 'Where its renewal stands; null: nobody has asked' }),
    today: z.object({ totalFen: amount, netFen: amount }).nullable().meta({ description: 'The rent of this month' }),
    next: z
      .object({ startsOn: plainDate, termNumber: z.int(), months: z.int() })
      .nullable()
      .meta({ description: 'The lease after this one; null where the policy leaves it open' }),
    rent: z
      .discriminatedUnion('outcome', [rent, leftOpen])
      .meta({ description: 'Of the first month of the next lease, or why there is none' }),
    changeFen: signedFen.nullable().meta({ description: 'How much more net the next lease asks in its first month' }),
    change: z.enum(leaseChanges),
  })
  .meta({ id: 'LeasePreviewRow' });
export type LeasePreviewRow = z.output<typeof leasePreviewRow>;

const summary = z.object({
  leases: z.int(),
  raised: z.int(),
  lowered: z.int(),
  unchanged: z.int(),
  leftOpen: z.int(),
  renewedAlready: z.int().meta({
    description: 'Their next lease is offered or made, and keeps the version that it has; not among the others',
  }),
  todayFen: sum.meta({ description: 'Net, of those that are raised, lowered or unchanged' }),
  nextFen: sum,
  changeFen: signedFen,
  leftOpenTodayFen: sum.meta({ description: 'What those that are left open pay today' }),
});
export type LeasePreviewSummary = z.output<typeof summary>;

export const leasePreview = pageOf(leasePreviewRow).extend({ summary }).meta({ id: 'LeasePreview' });
export type LeasePreview = z.output<typeof leasePreview>;
