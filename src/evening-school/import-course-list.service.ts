import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { assertMayAt, Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { cell } from '../platform/sheets/check-sheet.rules.js';
import type { CellError } from '../platform/sheets/check-sheet.rules.js';
import type { Sheet } from '../platform/sheets/read-sheet.js';
import { ClassSession } from './class-session.entity.js';
import type { ImportResultView } from './course-list.contract.js';
import { checkCourseList, identityOf } from './course-list.rules.js';
import { findKnownClasses, findClashesWithKnown, isSame } from './known-classes.js';
import type { KnownClass } from './known-classes.js';
import { HouseCalendars } from './house-calendar.js';
import { headingOf } from './course-list.columns.js';
import { findClashesWithin, planClasses } from './planned-class.js';
import type { PlannedClass } from './planned-class.js';
import { readSheet } from './read-sheet.js';
import { schoolRefusals } from './school.errors.js';
import { Term } from './term.entity.js';
import { WriteClass } from './write-class.js';

interface Step {
  readonly planned: PlannedClass;
  readonly known: KnownClass | undefined;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

const mostErrors = 500;

/** Takes a term's course list, all of it or nothing. A dry run shows what would happen and writes nothing. */
@Injectable()
export class ImportCourseList {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly calendars: HouseCalendars,
    private readonly write: WriteClass,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(
    actor: Actor,
    termId: string,
    file: Buffer,
    dryRun: boolean,
    once?: OnceRequest,
  ): Promise<ImportResultView> {
    const sheet = await readSheet(file);
    return this.idempotency.once(dryRun ? undefined : once, async (tx) => {
      const term = await this.termOf(tx, actor, termId);
      const { steps, errors } = await this.plan(tx, term, sheet);
      if (errors.length > 0 && !dryRun) {
        throw schoolRefusals.course_list_has_errors({ count: errors.length, errors: errors.slice(0, mostErrors) });
      }
      if (!dryRun) await this.carryOut(tx, actor, term, steps);
      return toResult(dryRun, steps, errors.slice(0, mostErrors));
    });
  }

  private async termOf(tx: Tx, actor: Actor, id: string): Promise<Term> {
    // Two imports into one term wait for each other.
    const term = await tx.findOne(Term, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!term) throw requestRefusals.not_found();
    assertMayAt(actor, 'classes.edit', term.venueId);
    return term;
  }

  private async plan(
    manager: EntityManager,
    term: Term,
    sheet: Sheet,
  ): Promise<{ steps: Step[]; errors: CellError[] }> {
    const { rows, errors } = checkCourseList(sheet);
    const calendar = await this.calendars.between(manager, term.startsOn, term.endsOn);
    const { planned, errors: tooFew } = planClasses(rows, term, calendar, this.clock.zone);
    const known = await findKnownClasses(manager, term.id);
    const steps = planned.map((row): Step => {
      const existing = known.get(identityOf(row.entry));
      const outcome = !existing ? 'created' : isSame(existing, row.entry) ? 'unchanged' : 'updated';
      return { planned: row, known: existing, outcome };
    });
    const fixed = steps
      .filter(({ known: k, outcome }) => outcome === 'updated' && k?.state !== 'draft')
      .map(fixedError);
    const changing = steps.filter(({ outcome }) => outcome !== 'unchanged');
    const clashes = [
      ...findClashesWithin(planned),
      ...(await findClashesWithKnown(manager, term.venueId, changing, this.clock.zone)),
    ];
    return { steps, errors: [...errors, ...tooFew, ...fixed, ...clashes].sort((a, b) => a.row - b.row) };
  }

  private async carryOut(tx: Tx, actor: Actor, term: Term, steps: readonly Step[]): Promise<void> {
    const changing = steps.filter(({ outcome }) => outcome !== 'unchanged');
    if (changing.length === 0) return;
    const calendar = await this.calendars.between(tx, term.startsOn, term.endsOn);
    const entries = changing.map(({ planned }) => planned.entry);
    const register = await this.write.register(tx, term, entries);
    // Drafts may swap their rooms, so the evenings of all of them go before the first is written anew.
    await tx.delete(ClassSession, { classId: In(changing.flatMap(({ known }) => (known ? [known.id] : []))) });
    for (const { planned, known } of changing) {
      if (known) await this.write.update(tx, known, term, planned, register, calendar);
      else await this.write.create(tx, term, planned, register, calendar);
    }
    const facts = { created: count(steps, 'created'), updated: count(steps, 'updated') };
    await this.audit.record(tx, actor, { action: 'course_list.imported', subjectId: term.id, facts });
  }
}

function fixedError({ planned: { row, entry }, known }: Step): CellError {
  const [reason, reasonEn] =
    known?.state === 'cancelled'
      ? ['班级已取消，不能再改', 'the class is cancelled and cannot change any more']
      : ['班级已发布，请直接修改班级', 'the class is published: change the class itself'];
  return cell(row, headingOf('course'), entry.course, reason, reasonEn);
}

function count(steps: readonly Step[], outcome: Step['outcome']): number {
  return steps.filter((step) => step.outcome === outcome).length;
}

function toResult(dryRun: boolean, steps: readonly Step[], errors: readonly CellError[]): ImportResultView {
  return {
    dryRun,
    created: count(steps, 'created'),
    updated: count(steps, 'updated'),
    unchanged: count(steps, 'unchanged'),
    courses: new Set(steps.map(({ planned }) => planned.entry.course)).size,
    places: steps.reduce((sum, { planned }) => sum + planned.entry.capacity, 0),
    sessions: steps.reduce((sum, { planned }) => sum + planned.dates.length, 0),
    classes: steps.map(({ planned: { row, entry, dates, provisional }, outcome }) => ({
      row,
      course: entry.course,
      weekday: entry.weekday,
      startsAt: entry.startsAt.toString({ smallestUnit: 'minute' }),
      room: entry.room,
      teacher: entry.teacher,
      capacity: entry.capacity,
      feeFen: entry.feeFen,
      outcome,
      dates: dates.map((date) => date.toString()),
      provisional,
    })),
    errors: [...errors],
  };
}
