import { z } from 'zod';
import { fen, id, instant, line, lines, pageOf, pageQuery, reference, searchText } from '../../kernel/contract.js';
import { photoFacts } from '../photos/photos.contract.js';
import { repairStates } from './repair.lifecycle.js';
import { repairCategories, repairPayers, urgencies } from './repair.rules.js';

export const newRepair = z
  .strictObject({
    unitId: id.meta({ description: 'The unit; for a tenant one whose keys they have' }),
    category: z.enum(repairCategories),
    urgency: z.enum(urgencies).default('normal').meta({ description: 'Due in 24 hours, 72 hours or 7 days' }),
    description: lines(1000),
  })
  .meta({ id: 'NewRepair' });
export type NewRepair = z.output<typeof newRepair>;

export const ratingInput = z
  .strictObject({ rating: z.int().min(1).max(5), words: lines(500).nullable().default(null) })
  .meta({ id: 'RepairRating' });
export type RatingInput = z.output<typeof ratingInput>;

export const reopenInput = z
  .strictObject({ words: lines(1000).meta({ description: 'What is still not mended' }) })
  .meta({ id: 'RepairReopening' });
export type ReopenInput = z.output<typeof reopenInput>;

export const planInput = z
  .strictObject({
    startsAt: instant,
    endsAt: instant,
    assignedTo: line(60).meta({ description: 'Who comes: a person or a firm' }),
  })
  .meta({ id: 'RepairPlan' });
export type PlanInput = z.output<typeof planInput>;

export const doneInput = z
  .strictObject({
    costFen: fen.meta({ description: 'Of the whole repair, also where it was done over' }),
    payer: z.enum(repairPayers).meta({ description: 'tenant: a charge is opened' }),
  })
  .meta({ id: 'RepairDone' });
export type DoneInput = z.output<typeof doneInput>;

export const repairRefusal = z.strictObject({ reason: lines(500), reasonEn: lines(500) }).meta({ id: 'RepairRefusal' });
export type RepairRefusal = z.output<typeof repairRefusal>;

export const ownRepairsQuery = z.strictObject(pageQuery);

export const repairsQuery = z.strictObject({
  search: searchText.meta({ description: 'Part of the reference, the name of the tenant or the number of the unit' }),
  state: z.enum(repairStates).optional(),
  overdue: z.enum(['true', 'false']).optional().meta({ description: 'true: open and past its time; false: the rest' }),
  urgency: z.enum(urgencies).optional(),
  venueId: id.optional(),
  buildingId: id.optional(),
  ...pageQuery,
});
export type RepairsQuery = z.output<typeof repairsQuery>;

export const photoView = z.object(photoFacts).meta({ id: 'RepairPhoto' });
export type PhotoView = z.output<typeof photoView>;

const row = {
  id,
  reference,
  state: z.enum(repairStates),
  category: z.enum(repairCategories),
  urgency: z.enum(urgencies),
  description: z.string(),
  unit: z.object({ id, building: z.string(), buildingEn: z.string(), number: z.string() }),
  appointment: z.object({ startsAt: instant, endsAt: instant }).nullable(),
  assignedTo: z.string().nullable(),
  cost: z.object({ amountFen: fen, payer: z.enum(repairPayers), chargeId: id.nullable() }).nullable(),
  rating: z.object({ rating: z.int(), words: z.string().nullable() }).nullable(),
  refusal: z.object({ reason: z.string(), reasonEn: z.string() }).nullable(),
  reopened: z.object({ words: z.string(), at: instant }).nullable(),
  createdAt: instant,
  dueAt: instant,
  isOverdue: z.boolean().meta({ description: 'Open and past its time' }),
  doneAt: instant.nullable(),
};
const photos = z.array(photoView);
const tenant = z.object({ id, name: z.string(), phone: z.string() }).nullable();

export const myRepairView = z.object({ ...row, photos }).meta({ id: 'MyRepair' });
export type MyRepairView = z.output<typeof myRepairView>;
export const myRepairPage = pageOf(z.object(row).meta({ id: 'MyRepairRow' })).meta({ id: 'MyRepairPage' });
export type MyRepairPage = z.output<typeof myRepairPage>;

export const repairView = z.object({ ...row, tenant, leaseId: id.nullable(), photos }).meta({ id: 'Repair' });
export type RepairView = z.output<typeof repairView>;
const repairRow = z.object({ ...row, tenant, leaseId: id.nullable() }).meta({ id: 'RepairRow' });
export type RepairRow = z.output<typeof repairRow>;
export const repairPage = pageOf(repairRow).meta({ id: 'RepairPage' });
export type RepairPage = z.output<typeof repairPage>;
