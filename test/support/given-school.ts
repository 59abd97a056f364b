import { HouseCalendar } from '../../src/kernel/calendar.js';
import { Temporal } from '../../src/kernel/time.js';
import type { Span } from '../../src/kernel/time.js';
import { SchoolClass } from '../../src/evening-school/class.entity.js';
import { ClassSession } from '../../src/evening-school/class-session.entity.js';
import { PlanTerm } from '../../src/evening-school/plan-term.service.js';
import { planClasses } from '../../src/evening-school/planned-class.js';
import { Course } from '../../src/evening-school/school-register.entity.js';
import { Term } from '../../src/evening-school/term.entity.js';
import { newTerm } from '../../src/evening-school/terms.contract.js';
import { WriteClass } from '../../src/evening-school/write-class.js';
import { system } from '../../src/people/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { moment } from './given-admission.js';
import { givenVenue } from './given-people.js';
import type { Linli } from './linli.js';

let count = 0;

const termDefaults = {
  startsOn: '2026-09-07',
  endsOn: '2026-12-31',
  /** Wall clock of the house. */
  opensAt: '2026-08-18 09:00',
  closesAt: '2026-09-30 21:00',
  classesPerPerson: 2,
  minAge: null as number | null,
  maxAge: null as number | null,
  audience: 'everyone' as 'everyone' | 'zone',
  paymentHours: 48,
  fullRefundDays: 7,
};

export type TermOverrides = Partial<typeof termDefaults & { name: string; nameEn: string; venueId: string }>;
export type GivenTerm = typeof termDefaults & { id: string; name: string; nameEn: string; venueId: string };

/** A term of the autumn; enrolment is open on 2026-08-20, when the clock of tests stands still. */
export async function givenTerm(linli: Linli, overrides: TermOverrides = {}): Promise<GivenTerm> {
  count += 1;
  const venueId = overrides.venueId ?? (await givenVenue(linli)).id;
  const term = { name: `学期${count}`, nameEn: `Term ${count}`, ...termDefaults, ...overrides, venueId };
  const { opensAt, closesAt, ...rest } = term;
  const enrolmentOpensAt = moment(opensAt).toString();
  const enrolmentClosesAt = moment(closesAt).toString();
  const { id } = await linli.get(PlanTerm).add(system, newTerm.parse({ ...rest, enrolmentOpensAt, enrolmentClosesAt }));
  return { ...term, id };
}

const classDefaults = {
  name: '零基础国画',
  nameEn: 'Chinese painting for beginners',
  category: '书画',
  teacher: '沈老师',
  room: '书画教室',
  weekday: 2,
  time: '19:00',
  minutes: 90,
  sessions: 12,
  capacity: 20,
  minimum: 8,
  feeFen: 0,
  state: 'published' as 'draft' | 'published',
};

export type ClassOverrides = Partial<typeof classDefaults & { term: GivenTerm }>;
export interface GivenClass {
  readonly id: string;
  readonly poolId: string;
  readonly courseId: string;
  readonly term: GivenTerm;
  /** In the order of the evenings. */
  readonly sessionIds: readonly string[];
  readonly spans: readonly Span[];
}

/** A class of twelve Tuesdays at 19:00 from 2026-09-08, holidays not left out. */
export async function givenClass(linli: Linli, overrides: ClassOverrides = {}): Promise<GivenClass> {
  const term = overrides.term ?? (await givenTerm(linli));
  const wanted = { ...classDefaults, ...overrides };
  const entry = {
    course: wanted.name,
    courseEn: wanted.nameEn,
    category: wanted.category,
    weekday: wanted.weekday,
    startsAt: Temporal.PlainTime.from(wanted.time),
    minutes: wanted.minutes,
    sessionCount: wanted.sessions,
    room: wanted.room,
    teacher: wanted.teacher,
    capacity: wanted.capacity,
    minimum: Math.min(wanted.minimum, wanted.capacity),
    feeFen: wanted.feeFen,
    meetsOnMakeUpDays: false,
  };
  const calendar = new HouseCalendar([], new Set([2026]));
  return linli.get(Transactions).run(async (tx) => {
    const row = await tx.findOneByOrFail(Term, { id: term.id });
    const { planned } = planClasses([{ row: 2, entry }], row, calendar, linli.clock.zone);
    const [plan] = planned;
    if (!plan) throw new Error('The class does not fit into its term.');
    const write = linli.get(WriteClass);
    const register = await write.register(tx, row, [entry]);
    await write.create(tx, row, plan, register, calendar);
    const { id: courseId } = await tx.findOneByOrFail(Course, { name: wanted.name });
    const { id, poolId } = await tx.findOneOrFail(SchoolClass, {
      where: { termId: term.id, courseId, weekday: wanted.weekday },
      order: { id: 'DESC' },
    });
    if (wanted.state === 'published') {
      await tx.update(SchoolClass, { id }, { state: 'published', publishedAt: linli.clock.now() });
    }
    const sessions = await tx.find(ClassSession, { where: { classId: id }, order: { number: 'ASC' } });
    return { id, poolId, courseId, term, sessionIds: sessions.map((session) => session.id), spans: plan.spans };
  });
}
