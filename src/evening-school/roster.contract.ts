import { z } from 'zod';
import { id, instant, reference, rule } from '../kernel/contract.js';

const bookingState = z.enum(['confirmed', 'awaiting_payment', 'offered', 'waiting']);
const attendanceState = z.enum(['leave', 'present', 'absent']);

export const rosterView = z
  .object({
    classId: id,
    course: z.string(),
    capacity: z.int(),
    learners: z.array(
      z.object({
        residentId: id,
        reference,
        name: z.string().nullable(),
        phone: z.string(),
        state: bookingState,
        position: z.int().nullable(),
        present: z.int(),
        absent: z.int(),
        leave: z.int(),
      }),
    ),
  })
  .meta({ id: 'Roster' });
export type RosterView = z.output<typeof rosterView>;

export const attendanceInput = rule(
  z.strictObject({
    entries: z
      .array(z.strictObject({ residentId: id, state: z.enum(['present', 'absent']) }))
      .min(1)
      .max(1000),
  }),
  ({ entries }) => new Set(entries.map(({ residentId }) => residentId)).size === entries.length,
  { zh: '同一个人出现了两次', en: 'Somebody is named twice' },
).meta({ id: 'AttendanceInput' });
export type AttendanceInput = z.output<typeof attendanceInput>;

export const attendanceView = z
  .object({
    sessionId: id,
    startsAt: instant,
    entries: z.array(
      z.object({
        residentId: id,
        name: z.string().nullable(),
        state: attendanceState.nullable().meta({ description: 'null: not recorded yet' }),
      }),
    ),
  })
  .meta({ id: 'Attendance' });
export type AttendanceView = z.output<typeof attendanceView>;
