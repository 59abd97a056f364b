import { z } from 'zod';
import { fen, plainDate, timeOfDay } from '../kernel/contract.js';
import { cellError } from '../platform/sheets/sheet.contract.js';

export const importResultView = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    courses: z.int(),
    places: z.int(),
    sessions: z.int(),
    classes: z.array(
      z.object({
        row: z.int(),
        course: z.string(),
        weekday: z.int(),
        startsAt: timeOfDay,
        room: z.string(),
        teacher: z.string(),
        capacity: z.int(),
        feeFen: fen,
        outcome: z.enum(['created', 'updated', 'unchanged']),
        dates: z.array(plainDate),
        provisional: z.boolean(),
      }),
    ),
    errors: z.array(cellError).meta({ description: 'In a dry run: what stands in the way' }),
  })
  .meta({ id: 'CourseListImport' });
export type ImportResultView = z.output<typeof importResultView>;
