import { z } from 'zod';
import { id, instant, line, plainDate } from '../kernel/contract.js';

const kind = z.enum(['holiday', 'make_up']);

export const byYear = z.strictObject({ year: z.coerce.number().int().min(1950).max(2199) });

const day = z.strictObject({ date: plainDate, kind, name: line(40), nameEn: line(60) });

export const calendarYearInput = z
  .strictObject({
    published: z.boolean().meta({ description: 'Whether the State Council has published this year' }),
    source: line(200).meta({ description: 'Where the list was read' }),
    days: z.array(day).max(120),
  })
  .meta({ id: 'CalendarYearInput' });
export type CalendarYearInput = z.output<typeof calendarYearInput>;

export const calendarYearView = z
  .object({
    year: z.int(),
    published: z.boolean(),
    source: z.string().nullable(),
    days: z.array(z.object({ date: plainDate, kind, name: z.string(), nameEn: z.string() })),
    sessionsOnHolidays: z
      .array(z.object({ sessionId: id, course: z.string(), startsAt: instant }))
      .meta({ description: 'Sessions that fall on a holiday of the year; they are not moved by themselves' }),
  })
  .meta({ id: 'CalendarYear' });
export type CalendarYearView = z.output<typeof calendarYearView>;

export const calendarYearsView = z
  .object({ items: z.array(z.object({ year: z.int(), published: z.boolean(), source: z.string(), days: z.int() })) })
  .meta({ id: 'CalendarYears' });
export type CalendarYearsView = z.output<typeof calendarYearsView>;
