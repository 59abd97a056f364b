import { z } from 'zod';
import { cellError, importQuery } from '../../platform/sheets/sheet.contract.js';

export const leaseListQuery = importQuery.extend({
  billedFrom: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
    .optional()
    .meta({ description: 'The first month that is billed here, YYYY-MM; the next one, when left out' }),
});
export type LeaseListQuery = z.output<typeof leaseListQuery>;

export const leaseListResult = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    unchanged: z.int().meta({ description: 'There already: the same unit, tenant and first day' }),
    running: z.int().meta({ description: 'Of the created: in force, or to begin' }),
    ended: z.int().meta({ description: 'Of the created' }),
    renewals: z.int().meta({ description: 'Of the created: those that go on from another lease of the list' }),
    newResidents: z.int().meta({ description: 'Tenants who had no account' }),
    depositsFen: z.int().meta({ description: 'What the house holds for the created' }),
    billedFrom: z.string().meta({ description: 'YYYY-MM' }),
    errors: z.array(cellError).meta({ description: 'In a dry run: what stands in the way, at most 500' }),
  })
  .meta({ id: 'LeaseListImport' });
export type LeaseListResult = z.output<typeof leaseListResult>;
