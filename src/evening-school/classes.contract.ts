import { z } from 'zod';
import {
  fen,
  id,
  instant,
  line,
  pageOf,
  pageQuery,
  plainDate,
  reference,
  searchText,
  timeOfDay,
} from '../kernel/contract.js';

const state = z.enum(['draft', 'published', 'cancelled']);

export const classSummary = z
  .object({
    id,
    reference,
    termId: id,
    course: z.string(),
    courseEn: z.string(),
    category: z.string(),
    teacher: z.string(),
    room: z.string(),
    weekday: z.int(),
    startsAt: timeOfDay,
    minutes: z.int(),
    capacity: z.int(),
    taken: z.int(),
    waiting: z.int(),
    waitingList: z.boolean(),
    minimum: z.int(),
    feeFen: fen,
    state,
    decision: z.enum(['runs', 'does_not_run']).nullable(),
    firstSessionAt: instant.nullable(),
  })
  .meta({ id: 'ClassSummary' });
export type ClassSummary = z.output<typeof classSummary>;
export const classPage = pageOf(classSummary).meta({ id: 'ClassSummaryPage' });
export type ClassPage = z.output<typeof classPage>;

export const classesQuery = z.strictObject({
  ...pageQuery,
  search: searchText,
  state: state.optional(),
  toDecide: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: below its minimum, undecided, and beginning within seven days' }),
  sort: z.enum(['weekday', 'course', 'taken']).default('weekday'),
});
export type ClassesQuery = z.output<typeof classesQuery>;

export const sessionView = z.object({
  id,
  number: z.int(),
  startsAt: instant,
  endsAt: instant,
  room: z.string(),
  teacher: z.string(),
  state: z.enum(['scheduled', 'cancelled']),
  provisional: z.boolean(),
  note: z.string().nullable(),
});

export const classDetails = classSummary
  .extend({ sessions: z.array(sessionView), sessionCount: z.int(), meetsOnMakeUpDays: z.boolean() })
  .meta({ id: 'ClassDetails' });
export type ClassDetails = z.output<typeof classDetails>;

export const classChange = z
  .strictObject({
    capacity: z.int().min(1).max(1000),
    minimum: z.int().min(0).max(1000),
    feeFen: fen,
    waitingList: z.boolean().meta({ description: 'false: who finds the class full is refused; those in line stay' }),
    roomId: id,
    teacherId: id,
  })
  .partial()
  .meta({ id: 'ClassChange', description: 'Fee: drafts only. Room and teacher: for the sessions still to come' });
export type ClassChange = z.output<typeof classChange>;

export const reasonInput = z.strictObject({ reason: line(200) }).meta({ id: 'Reason' });
export type ReasonInput = z.output<typeof reasonInput>;

export const decisionInput = z
  .strictObject({ runs: z.boolean(), reason: line(200).optional() })
  .meta({ id: 'MinimumDecision' });
export type DecisionInput = z.output<typeof decisionInput>;

export const publishedView = z.object({ published: z.int() }).meta({ id: 'Published' });
export type PublishedView = z.output<typeof publishedView>;

export const sessionMove = z
  .strictObject({
    date: plainDate,
    startsAt: timeOfDay.optional(),
    roomId: id.optional(),
    teacherId: id.optional(),
    reason: line(200),
  })
  .meta({ id: 'SessionMove' });
export type SessionMove = z.output<typeof sessionMove>;

export const nameInput = z.strictObject({ name: line(40) }).meta({ id: 'Name' });
export const roomInput = z.strictObject({ name: line(40), venueId: id }).meta({ id: 'RoomInput' });
export type RoomInput = z.output<typeof roomInput>;
export const roomView = z.object({ id, name: z.string(), venueId: id }).meta({ id: 'Room' });
export const roomList = z.object({ items: z.array(roomView) }).meta({ id: 'RoomList' });
export type RoomList = z.output<typeof roomList>;
export const teacherView = z.object({ id, name: z.string() }).meta({ id: 'Teacher' });
export const teacherList = z.object({ items: z.array(teacherView) }).meta({ id: 'TeacherList' });
export type TeacherList = z.output<typeof teacherList>;
