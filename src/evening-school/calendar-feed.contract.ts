import { z } from 'zod';
import { instant } from '../kernel/contract.js';

export const calendarView = z
  .object({
    address: z.string().meta({ description: 'Secret: whoever knows it can read this calendar' }),
    createdAt: instant,
  })
  .meta({ id: 'CalendarAddress' });
export type CalendarView = z.output<typeof calendarView>;

export const calendarEndedView = z.object({ ended: z.boolean() }).meta({ id: 'CalendarEnded' });
export type CalendarEndedView = z.output<typeof calendarEndedView>;

export const bySecret = z.strictObject({ secret: z.string().max(200) });
