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

export const classQuery = z.strictObject({
  search: searchText.meta({ description: 'Course (Chinese, English or pinyin initials), category or teacher' }),
  termId: id.optional().meta({ description: 'Without it: every term that has not ended' }),
  category: line(60).optional(),
  weekday: z.coerce.number().int().min(1).max(7).optional().meta({ description: '1 Monday … 7 Sunday' }),
  onlyFree: z.enum(['true', 'false']).default('false').meta({ description: 'true: only classes with places left' }),
  sort: z.enum(['weekday', 'name', 'places', 'fee']).default('weekday'),
  ...pageQuery,
});
export type ClassQuery = z.output<typeof classQuery>;

const named = z.object({ id, name: z.string() });
const venue = z.object({ id, name: z.string(), nameEn: z.string() });

export const enrolmentStates = ['not_yet_open', 'open', 'closed', 'cancelled'] as const;

const classCard = z.object({
  id,
  reference,
  name: z.string(),
  nameEn: z.string(),
  category: z.string(),
  term: z.object({ id, name: z.string(), nameEn: z.string() }),
  teacher: named,
  room: named,
  venue,
  weekday: z.int().meta({ description: '1 Monday … 7 Sunday' }),
  startsAtTime: timeOfDay,
  minutes: z.int(),
  sessionCount: z.int(),
  firstSessionAt: instant.nullable(),
  lastSessionAt: instant.nullable(),
  feeFen: fen,
  minAge: z.int().nullable(),
  maxAge: z.int().nullable(),
  audience: z.enum(['everyone', 'zone']).meta({ description: 'zone: people who live or work in the zone' }),
  capacity: z.int(),
  placesLeft: z.int(),
  waiting: z.int().meta({ description: 'People in line' }),
  waitingList: z.boolean().meta({ description: 'false: when it is full nobody joins the line' }),
  state: z.enum(['published', 'cancelled']),
  enrolment: z.object({
    state: z.enum(enrolmentStates),
    opensAt: instant,
    closesAt: instant,
    waitingRoom: z.object({ openingId: id }).nullable().meta({ description: 'Take a ticket there before you enrol' }),
    paused: z.object({ notice: z.string(), noticeEn: z.string() }).nullable(),
  }),
});

export const catalogueClass = classCard.meta({ id: 'CatalogueClass' });
export type CatalogueClass = z.output<typeof catalogueClass>;

export const cataloguePage = pageOf(catalogueClass).meta({ id: 'Catalogue' });
export type CataloguePage = z.output<typeof cataloguePage>;

const sessionOnPage = z.object({
  id,
  number: z.int(),
  startsAt: instant,
  endsAt: instant,
  room: z.string(),
  teacher: z.string(),
  state: z.enum(['scheduled', 'cancelled']),
  provisional: z.boolean().meta({ description: 'The holidays of that year are not published yet' }),
});

export const classPage = classCard
  .extend({
    minimum: z.int().meta({ description: 'Learners without whom the class does not run' }),
    paymentHours: z.int().meta({ description: 'Hours a place is held until the fee is paid' }),
    fullRefundDays: z.int().meta({ description: 'Days before the first session up to which everything is refunded' }),
    classesPerPerson: z.int().meta({ description: 'Most classes one person takes in this term' }),
    howToEnrol: z.string().meta({ description: 'What to do now, in the language asked for' }),
    sessions: z.array(sessionOnPage),
  })
  .meta({ id: 'CatalogueClassPage' });
export type ClassPage = z.output<typeof classPage>;

export const eveningView = z
  .object({
    date: plainDate.nullable().meta({ description: 'Today, or the next day with a session; null when there is none' }),
    isToday: z.boolean(),
    sessions: z.array(
      z.object({
        sessionId: id,
        classId: id,
        name: z.string(),
        nameEn: z.string(),
        startsAt: instant,
        endsAt: instant,
        room: z.string(),
        venue: z.string(),
        venueEn: z.string(),
        teacher: z.string(),
      }),
    ),
  })
  .meta({ id: 'Evening' });
export type EveningView = z.output<typeof eveningView>;
