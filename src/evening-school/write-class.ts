import { Injectable } from '@nestjs/common';
import { Pools } from '../admission/index.js';
import type { NewPool } from '../admission/index.js';
import type { HouseCalendar } from '../kernel/calendar.js';
import { newId, newReference } from '../kernel/ids.js';
import type { Span } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { SchoolClass } from './class.entity.js';
import { ClassSession } from './class-session.entity.js';
import type { CourseListEntry } from './course-list.columns.js';
import { pinyinInitials } from './pinyin.js';
import { enrolmentOf } from './plan-term.service.js';
import type { PlannedClass } from './planned-class.js';
import { Course, Room, Teacher } from './school-register.entity.js';
import type { Term } from './term.entity.js';

/** Courses, rooms and teachers of a list by their names. */
export interface Register {
  readonly courses: ReadonlyMap<string, string>;
  readonly rooms: ReadonlyMap<string, string>;
  readonly teachers: ReadonlyMap<string, string>;
}

/** Writes a planned class: its pool, itself, its evenings. */
@Injectable()
export class WriteClass {
  constructor(
    private readonly pools: Pools,
    private readonly clock: Clock,
  ) {}

  /** Finds the courses, rooms and teachers of these rows, and makes the ones that are new. */
  async register(tx: Tx, term: Term, entries: readonly CourseListEntry[]): Promise<Register> {
    const courses = distinct(entries, ({ course }) => course);
    const rooms = distinct(entries, ({ room }) => room);
    const teachers = distinct(entries, ({ teacher }) => teacher);
    await this.makeMissing(tx, Course, courses, ({ course, courseEn, category }) => {
      return { name: course, nameEn: courseEn, category, initials: pinyinInitials(course) };
    });
    await this.makeMissing(tx, Room, rooms, ({ room }) => ({ name: room, venueId: term.venueId }));
    await this.makeMissing(tx, Teacher, teachers, ({ teacher }) => ({ name: teacher }));
    const ids = async (sql: string, names: ReadonlyMap<string, unknown>, ...more: string[]) => {
      const rows: { id: string; name: string }[] = await tx.query(sql, [[...names.keys()], ...more]);
      return new Map(rows.map(({ id, name }) => [name, id]));
    };
    return {
      courses: await ids(`SELECT id, name FROM courses WHERE name = ANY($1)`, courses),
      rooms: await ids(`SELECT id, name FROM rooms WHERE name = ANY($1) AND venue_id = $2`, rooms, term.venueId),
      teachers: await ids(`SELECT id, name FROM teachers WHERE name = ANY($1)`, teachers),
    };
  }

  async create(tx: Tx, term: Term, planned: PlannedClass, register: Register, calendar: HouseCalendar): Promise<void> {
    const pool = await this.pools.open(tx, poolOf(term, planned));
    const { entry } = planned;
    const id = newId();
    await tx.insert(SchoolClass, {
      id,
      reference: newReference(),
      termId: term.id,
      courseId: idIn(register.courses, entry.course),
      teacherId: idIn(register.teachers, entry.teacher),
      roomId: idIn(register.rooms, entry.room),
      poolId: pool.id,
      weekday: entry.weekday,
      startsAtTime: entry.startsAt,
      minutes: entry.minutes,
      sessionCount: entry.sessionCount,
      minimum: entry.minimum,
      meetsOnMakeUpDays: entry.meetsOnMakeUpDays,
      state: 'draft',
      decision: null,
      createdAt: this.clock.now(),
    });
    await this.writeSessions(tx, id, planned, register, calendar);
  }

  /** Brings a draft up to date with the list; its old evenings are gone already. */
  async update(
    tx: Tx,
    existing: { id: string; poolId: string },
    term: Term,
    planned: PlannedClass,
    register: Register,
    calendar: HouseCalendar,
  ): Promise<void> {
    const { entry } = planned;
    await tx.update(
      SchoolClass,
      { id: existing.id },
      {
        roomId: idIn(register.rooms, entry.room),
        minutes: entry.minutes,
        sessionCount: entry.sessionCount,
        minimum: entry.minimum,
        meetsOnMakeUpDays: entry.meetsOnMakeUpDays,
      },
    );
    const { kind: _, ...change } = poolOf(term, planned);
    await this.pools.change(tx, existing.poolId, change);
    await this.writeSessions(tx, existing.id, planned, register, calendar);
  }

  private async writeSessions(
    tx: Tx,
    classId: string,
    { entry, dates, spans }: PlannedClass,
    register: Register,
    calendar: HouseCalendar,
  ): Promise<void> {
    const sessions = dates.map((date, index) => ({
      id: newId(),
      classId,
      number: index + 1,
      during: spans[index] as Span,
      roomId: idIn(register.rooms, entry.room),
      teacherId: idIn(register.teachers, entry.teacher),
      state: 'scheduled' as const,
      provisional: !calendar.isPublished(date),
      sequence: 0,
      note: null,
      changedAt: this.clock.now(),
    }));
    await tx.insert(ClassSession, sessions);
  }

  private async makeMissing<E extends Course | Room | Teacher>(
    tx: Tx,
    entity: new () => E,
    wanted: ReadonlyMap<string, CourseListEntry>,
    row: (entry: CourseListEntry) => object,
  ): Promise<void> {
    const values = [...wanted.values()].map((entry) => ({ id: newId(), ...row(entry) }));
    await tx
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(values as never)
      .orIgnore()
      .execute();
  }
}

function poolOf(term: Term, { entry, spans }: PlannedClass): NewPool {
  const first = spans[0];
  if (!first) throw new Error('A class without evenings cannot be written.');
  return {
    ...enrolmentOf(term),
    kind: 'class',
    title: entry.course,
    titleEn: entry.courseEn,
    capacity: entry.capacity,
    startsAt: first.startsAt,
    occupies: [...spans],
    waitingList: true,
    feeFen: entry.feeFen,
  };
}

function distinct(
  entries: readonly CourseListEntry[],
  name: (entry: CourseListEntry) => string,
): Map<string, CourseListEntry> {
  return new Map(entries.map((entry) => [name(entry), entry]));
}

function idIn(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error('A name of the list was not registered.');
  return id;
}
