import { Injectable } from '@nestjs/common';
import type { Text } from '../../kernel/text.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit, Residents } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { AbsenceMarks } from './absence-marks.js';
import type { AbsenceSubject, NewMark } from './absence-marks.js';
import { AbsenceNotices } from './absence-notices.js';
import { versionOn } from './absence.rules.js';
import type { Standing } from './absence.rules.js';
import { AbsenceStandings } from './absence-standings.js';
import { KnownAbsencePolicies } from './known-absence-policies.js';

const corrected: Text = { zh: '考勤已更正', en: 'the attendance was corrected' };

/**
 * What features do with absences: note them, correct them, excuse what the house itself spoilt. Each locks the people
 * first, so it comes before the pools, charges and rows that its transaction locks.
 */
@Injectable()
export class Absences {
  constructor(
    private readonly residents: Residents,
    private readonly policies: KnownAbsencePolicies,
    private readonly standings: AbsenceStandings,
    private readonly marks: AbsenceMarks,
    private readonly notices: AbsenceNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Notes absences. Where absences do not bar, on their day or today, there is nothing to note. */
  async mark(tx: Tx, by: Actor, marks: readonly NewMark[]): Promise<void> {
    const versions = await this.policies.all(tx);
    const today = this.clock.today();
    const bars = (scope: string, day: PlainDate) => Boolean(versionOn(versions, scope, day)?.rule);
    const due = marks.filter(({ scope, day }) => bars(scope, day) && bars(scope, today));
    if (due.length === 0) return;
    await this.residents.lock(
      tx,
      due.map(({ residentId }) => residentId),
    );
    await lockSubjects(
      tx,
      due.map(({ subject }) => subject),
    );
    const counted = await this.marks.give(tx, due);
    await this.notices.marked(tx, by, counted);
  }

  /** Takes back the marks that these people were given for it: they had been there after all. */
  async correct(tx: Tx, by: Actor, subject: AbsenceSubject, residentIds: readonly string[]): Promise<void> {
    if (residentIds.length === 0) return;
    await this.residents.lock(tx, residentIds);
    const marks = await this.marks.ofSubject(tx, subject, residentIds);
    const lifting = { lift: 'corrected', reason: `${corrected.zh} ${corrected.en}`, by } as const;
    const [lifted, instead] = await this.marks.lift(tx, ids(marks), lifting);
    await this.notices.lifted(tx, by, lifted, corrected);
    await this.notices.marked(tx, by, instead);
  }

  /** The fault of the house: whoever was absent from it is not, and nobody will be. A second time changes nothing. */
  async excuse(tx: Tx, by: Actor, subject: AbsenceSubject, reason: string): Promise<void> {
    await this.residents.lock(tx, people(await this.marks.ofSubject(tx, subject)));
    await lockSubjects(tx, [subject]);
    const isNew = await this.writeExcusal(tx, by, subject, reason);
    if (!isNew) return;
    const marks = await this.marks.ofSubject(tx, subject);
    // Those who were marked since the first look; mostly nobody.
    await this.residents.lock(tx, people(marks));
    const [lifted, instead] = await this.marks.lift(tx, ids(marks), { lift: 'house', reason, by });
    await this.notices.lifted(tx, by, lifted, { zh: reason, en: reason });
    await this.notices.marked(tx, by, instead);
  }

  /** How somebody stands with a kind of pool; undefined where absences do not bar there today. */
  async standingOf(tx: Tx, residentId: string, kind: string): Promise<Standing | undefined> {
    const [standing] = await this.standings.of(tx, [{ residentId, kind }]);
    return standing;
  }

  private async writeExcusal(tx: Tx, by: Actor, subject: AbsenceSubject, reason: string): Promise<boolean> {
    const excusedBy = by.kind === 'staff' ? by.id : null;
    const written: unknown[] = await tx.query(
      `INSERT INTO absence_excusals (subject_kind, subject_id, reason, excused_at, excused_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT absence_excusals_one_per_subject DO NOTHING RETURNING subject_id`,
      [subject.kind, subject.id, reason, this.clock.now().toString(), excusedBy],
    );
    if (written.length === 0) return false;
    await this.audit.record(tx, by, { action: `${subject.kind}.excused`, subjectId: subject.id, facts: { reason } });
    return true;
  }
}

/** Whoever notes absences from something and whoever excuses it do so one after the other. */
async function lockSubjects(tx: Tx, subjects: readonly AbsenceSubject[]): Promise<void> {
  const names = new Set(subjects.map(({ kind, id }) => `linli.absences ${kind} ${id}`));
  for (const name of [...names].sort()) await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [name]);
}

function people(marks: readonly { readonly residentId: string }[]): string[] {
  return marks.map(({ residentId }) => residentId);
}

function ids(marks: readonly { readonly id: string }[]): string[] {
  return marks.map(({ id }) => id);
}
