import { z } from 'zod';
import { cellError } from '../../platform/sheets/sheet.contract.js';

export const unitListResult = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    newBuildings: z.array(z.string()).meta({ description: 'Named in the list and not yet in the house' }),
    units: z.array(
      z.object({
        row: z.int(),
        building: z.string(),
        number: z.string(),
        outcome: z.enum(['created', 'updated', 'unchanged']),
        changes: z
          .array(z.object({ column: z.string(), from: z.string(), to: z.string() }))
          .meta({ description: 'What an updated unit had, and has after the import' }),
      }),
    ),
    errors: z.array(cellError).meta({ description: 'In a dry run: what stands in the way' }),
  })
  .meta({ id: 'UnitListImport' });
export type UnitListResult = z.output<typeof unitListResult>;
