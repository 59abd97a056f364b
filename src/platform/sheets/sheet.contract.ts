import { z } from 'zod';

export const importQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ description: 'true: only show what would happen' }),
});

/** The file itself, .csv or .xlsx, as the body. */
export const sheetFile = z
  .instanceof(Buffer)
  .meta({ description: 'The file: text/csv, or .xlsx with its media type', type: 'string', format: 'binary' });

export const cellError = z.object({
  row: z.int(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
  reasonEn: z.string(),
});
