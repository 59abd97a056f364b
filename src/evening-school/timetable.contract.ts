import { z } from 'zod';
import { id, instant, line, plainDate, rule } from '../kernel/contract.js';
import { Temporal } from '../kernel/time.js';

const longestDays = 400;

export const timetableQuery = rule(
  z.strictObject({
    from: plainDate.optional().meta({ description: 'First day; without it, from now on' }),
    to: plainDate.optional().meta({ description: 'Last day, included; without it, 60 days after the first' }),
  }),
  ({ from, to }) => {
    if (from === undefined || to === undefined) return true;
    const days = Temporal.PlainDate.from(from).until(to).days;
    return days >= 0 && days <= longestDays;
  },
  {
    zh: `结束日期不能早于开始日期，且不超过 ${longestDays} 天`,
    en: `The last day comes after the first, at most ${longestDays} days later`,
  },
);
export type TimetableQuery = z.output<typeof timetableQuery>;

export const timetableView = z
  .object({
    from: instant,
    to: instant,
    sessions: z.array(
      z.object({
        sessionId: id,
        classId: id,
        enrolmentId: id,
        name: z.string(),
        nameEn: z.string(),
        number: z.int(),
        sessionCount: z.int(),
        startsAt: instant,
        endsAt: instant,
        state: z.enum(['scheduled', 'cancelled']),
        changed: z.boolean().meta({ description: 'Moved or otherwise changed since the class was published' }),
        provisional: z.boolean(),
        note: z.string().nullable(),
        room: z.string(),
        venue: z.string(),
        venueEn: z.string(),
        teacher: z.string(),
        placeState: z
          .enum(['confirmed', 'awaiting_payment', 'cancelled'])
          .meta({ description: 'cancelled: the whole class is' }),
        leaveAsked: z.boolean(),
        attendance: z.enum(['present', 'absent']).nullable(),
      }),
    ),
  })
  .meta({ id: 'Timetable' });
export type TimetableView = z.output<typeof timetableView>;

export const leaveRequest = z.strictObject({ reason: line(200).optional() }).default({});
export type LeaveRequest = z.output<typeof leaveRequest>;

export const leaveView = z
  .object({ sessionId: id, startsAt: instant, leaveAsked: z.boolean(), reason: z.string().nullable() })
  .meta({ id: 'Leave' });
export type LeaveView = z.output<typeof leaveView>;
