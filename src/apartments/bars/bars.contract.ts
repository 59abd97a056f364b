import { z } from 'zod';
import { id, instant, lines, pageOf, pageQuery, plainDate, searchText } from '../../kernel/contract.js';
import { missingItems } from '../applications/application-conditions.rules.js';

export const barItem = z.enum(missingItems).meta({ description: 'What was false' });

const appeal = z.object({ words: z.string(), appealedAt: instant }).nullable();

/** What the person sees. */
export const barView = z
  .object({
    id,
    item: barItem,
    reason: z.string(),
    reasonEn: z.string(),
    from: plainDate,
    lastDay: plainDate.meta({ description: 'From the day after it the person may apply again' }),
    appeal,
  })
  .meta({ id: 'ApartmentBar' });
export type BarView = z.output<typeof barView>;

export const staffBarView = barView
  .extend({
    inForce: z.boolean(),
    resident: z.object({ id, name: z.string().nullable(), phone: z.string() }),
    venue: z.object({ id, name: z.string(), nameEn: z.string() }).meta({ description: 'The house that recorded it' }),
    applicationId: id.nullable(),
    leaseId: id.nullable(),
    recordedAt: instant,
    recordedBy: z.string(),
    lifted: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'ApartmentBarForStaff' });
export type StaffBarView = z.output<typeof staffBarView>;

export const barsQuery = z.strictObject({
  search: searchText.meta({ description: 'Part of the name, or the phone number' }),
  venueId: id.optional(),
  inForce: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: only those that hold today; false: only those that are over or lifted' }),
  ...pageQuery,
});
export type BarsQuery = z.output<typeof barsQuery>;
export const barPage = pageOf(staffBarView).meta({ id: 'ApartmentBarPage' });
export type BarPage = z.output<typeof barPage>;

export const myBarsQuery = z.strictObject({ ...pageQuery });
export type MyBarsQuery = z.output<typeof myBarsQuery>;
export const myBarPage = pageOf(barView).meta({ id: 'MyApartmentBarPage' });
export type MyBarPage = z.output<typeof myBarPage>;

export const barAppeal = z.strictObject({ words: lines(2000) }).meta({ id: 'ApartmentBarAppeal' });
export type BarAppeal = z.output<typeof barAppeal>;

export const barLifting = z.strictObject({ reason: lines(500) }).meta({ id: 'ApartmentBarLifting' });
export type BarLifting = z.output<typeof barLifting>;
