import { z } from 'zod';
import { id, plainDate } from '../../kernel/contract.js';
import { cellError } from '../../platform/sheets/sheet.contract.js';
import { itemKind } from './programme.contract.js';

export const programmeListResult = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    unchanged: z.int().meta({ description: 'There already by title and first day; what was changed since stays so' }),
    newHalls: z.array(z.string()).meta({
      description: 'Named in the list and not yet at the venue; in English as 场地英文名 says, or as in Chinese',
    }),
    items: z.array(
      z.object({
        row: z.int(),
        itemId: id.nullable(),
        kind: itemKind,
        title: z.string(),
        startsOn: plainDate,
        outcome: z.enum(['created', 'unchanged']),
        slots: z.int().meta({ description: 'Slots it has by its days and hours' }),
      }),
    ),
    errors: z.array(cellError).meta({ description: 'In a dry run: what stands in the way' }),
  })
  .meta({ id: 'ProgrammeListImport' });
export type ProgrammeListResult = z.output<typeof programmeListResult>;
