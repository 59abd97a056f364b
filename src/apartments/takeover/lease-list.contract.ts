import { z } from 'zod';
import { calendarMonth, rule } from '../../kernel/contract.js';
import { cellError, importQuery } from '../../platform/sheets/sheet.contract.js';

export const leaseListQuery = importQuery.extend({
  billedFrom: rule(calendarMonth, (month) => month.startsWith('20'), {
    zh: '须为 2000 到 2099 年间的月份',
    en: 'It must be a month from 2000 to 2099',
  })
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
