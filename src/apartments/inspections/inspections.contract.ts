import { z } from 'zod';
import { fen, id, instant, line, lines, pageOf, pageQuery, plainDate, reference, rule } from '../../kernel/contract.js';
import { photoFacts } from '../photos/photos.contract.js';
import { inspectionStates } from './inspection.lifecycle.js';
import { changes, conditions, inspectionKinds, meterFacts, readsWithin } from './inspection.rules.js';
import type { Meter } from './inspection.rules.js';

const kind = z.enum(inspectionKinds);
const condition = z.enum(conditions);
const remark = lines(500).nullable();

export const newInspection = z.strictObject({ kind }).meta({ id: 'NewLeaseInspection' });
export type NewInspection = z.output<typeof newInspection>;

export const appointment = z.strictObject({ startsAt: instant, endsAt: instant }).meta({ id: 'InspectionAppointment' });
export type Appointment = z.output<typeof appointment>;

const reading = (meter: Meter) => {
  const { unit, decimals } = meterFacts[meter];
  return rule(z.number().min(0).max(9_999_999), (value) => readsWithin(value, meter), {
    zh: `读数最多保留 ${decimals} 位小数`,
    en: `A reading has at most ${decimals} decimals`,
  })
    .nullable()
    .meta({ description: `In ${unit}, at most ${decimals} decimals; null where there is no such meter` });
};
const readings = { electricity: reading('electricity'), water: reading('water'), gas: reading('gas') };

const finding = z.strictObject({ id, condition, remark: remark.default(null) });
export const findings = z
  .strictObject({
    items: rule(z.array(finding).max(100), (items) => new Set(items.map((item) => item.id)).size === items.length, {
      zh: '同一项目只写一次',
      en: 'The same item is written once',
    }).default([]),
    meters: z.strictObject(readings).partial().default({}),
  })
  .meta({ id: 'InspectionFindings', description: 'What is left out stays as it is' });
export type Findings = z.output<typeof findings>;

export const newItem = z
  .strictObject({ name: line(40), nameEn: line(60).optional(), condition, remark: remark.default(null) })
  .meta({ id: 'NewInspectionItem' });
export type NewItem = z.output<typeof newItem>;

export const byItem = z.strictObject({ id, itemId: id });
export interface ByItem {
  id: string;
  itemId: string;
}

export const photoQuery = z.strictObject({
  itemId: id.optional().meta({ description: 'The item that it shows; the unit as a whole when left out' }),
});
export type PhotoQuery = z.output<typeof photoQuery>;

const presentedAt = instant.meta({ description: 'As it was shown: what was changed since is not answered' });
export const confirmation = z
  .strictObject({ presentedAt, words: lines(1000).nullable().default(null) })
  .meta({ id: 'InspectionConfirmation' });
export const dispute = z.strictObject({ presentedAt, words: lines(1000) }).meta({ id: 'InspectionDispute' });
export type Answer = z.output<typeof confirmation>;

export const photoView = z.object({ ...photoFacts, itemId: id.nullable() }).meta({ id: 'InspectionPhoto' });
export type PhotoView = z.output<typeof photoView>;

const shownReading = z.number().nullable();
export const inspectionView = z
  .object({
    id,
    leaseId: id,
    kind,
    state: z.enum(inspectionStates),
    appointment: z.object({ startsAt: instant, endsAt: instant }).nullable(),
    items: z.array(
      z.object({
        id,
        name: z.string(),
        nameEn: z.string(),
        condition: condition.nullable(),
        remark: z.string().nullable(),
      }),
    ),
    meters: z.object({ electricity: shownReading, water: shownReading, gas: shownReading }),
    photos: z.array(photoView),
    presentedAt: instant.nullable(),
    answer: z.object({ words: z.string().nullable(), at: instant.nullable() }).nullable().meta({
      description: 'What the tenant said last; without a time where it was said of what was presented before',
    }),
    createdAt: instant,
  })
  .meta({ id: 'LeaseInspection' });
export type InspectionView = z.output<typeof inspectionView>;

const seen = z.object({ id, condition: condition.nullable(), remark: z.string().nullable() }).nullable();
const comparison = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        nameEn: z.string(),
        checkIn: seen,
        checkOut: seen,
        change: z.enum(changes),
        deductedFen: fen.meta({ description: 'Kept of the deposit for it' }),
      }),
    ),
    worse: z.int().meta({ description: 'How many items got worse' }),
    meters: z.array(
      z.object({
        meter: z.enum(['electricity', 'water', 'gas']),
        unit: z.enum(['kWh', 'm³']),
        checkIn: shownReading,
        checkOut: shownReading,
        used: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'InspectionComparison' });
export type Comparison = z.output<typeof comparison>;

export const inspectionsOfLease = z
  .object({
    checkIn: inspectionView.nullable().meta({ description: 'That of the stay, also where a renewal goes on with it' }),
    checkOut: inspectionView.nullable(),
    comparison: comparison.nullable().meta({ description: 'Null until there is a check-out' }),
  })
  .meta({ id: 'InspectionsOfLease' });
export type InspectionsOfLease = z.output<typeof inspectionsOfLease>;

const inspectionRow = z
  .object({
    id,
    kind,
    state: z.enum(inspectionStates),
    appointment: z.object({ startsAt: instant, endsAt: instant }).nullable(),
    lease: z.object({ id, reference }),
    tenant: z.object({ id, name: z.string() }),
    unit: z.object({ id, building: z.string(), number: z.string() }),
  })
  .meta({ id: 'LeaseInspectionRow' });
export const inspectionsQuery = z.strictObject({
  from: plainDate.optional().meta({ description: 'Only appointments on this day or later' }),
  until: plainDate.optional().meta({ description: 'Only appointments before this day' }),
  state: z.enum(inspectionStates).optional(),
  kind: kind.optional(),
  venueId: id.optional(),
  ...pageQuery,
});
export type InspectionsQuery = z.output<typeof inspectionsQuery>;
export const inspectionPage = pageOf(inspectionRow).meta({ id: 'LeaseInspectionPage' });
export type InspectionPage = z.output<typeof inspectionPage>;
