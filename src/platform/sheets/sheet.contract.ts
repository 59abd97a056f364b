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
  .custom<Buffer>((body) => Buffer.isBuffer(body), {
    params: {
      zh: '请把 .xlsx 或 .csv 文件本身作为请求内容发送，并注明其类型（Content-Type）',
      en: 'Send the .xlsx or .csv file itself as the body, with its Content-Type',
    },
  })
  .meta({ description: 'The file: text/csv, or .xlsx with its media type', type: 'string', format: 'binary' });

export const cellError = z.object({
  row: z.int(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
  reasonEn: z.string(),
});
