import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { AdmissionListeners } from '../admission/index.js';
import type { BookingChange, BookingResult } from '../admission/index.js';
import type { Temporal } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { together } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import { Messages } from '../reminders/messages.js';
import type { NewMessage } from '../reminders/messages.js';
import { placeOf } from './class-notices.js';
import * as say from './class.messages.js';
import type { ClassWords, Words } from './class.messages.js';
import { toClassPart, toNewEnrolmentView } from './enrolment.view.js';
import type { EnrolmentView } from './enrolments.contract.js';
import { Enrolments } from './enrolments.queries.js';
import { zonedOf } from '../platform/database/sql-values.js';

interface ClassRow {
  pool_id: string;
  class_id: string;
  name: string;
  name_en: string;
  room: string;
  venue: string;
  venue_en: string;
  first_at: Date | null;
}

interface ClassFacts {
  readonly id: string;
  readonly about: ClassWords;
  readonly first: Temporal.ZonedDateTime | null;
}

/** Whatever admission does with a place in a class is told to its learner and written down, in the same transaction. */
@Injectable()
export class EnrolmentNotices implements OnModuleInit {
  constructor(
    private readonly listeners: AdmissionListeners,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly enrolments: Enrolments,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.listeners.on('class', {
      changed: (tx, changes) => this.changed(tx, changes),
      answers: (tx, results) => this.answers(tx, results),
    });
  }

  /** What people are answered who asked for a place: the enrolment as they will find it. */
  private async answers(tx: Tx, results: readonly BookingResult[]): Promise<EnrolmentView[]> {
    const rows = await this.enrolments.classParts(tx, [...new Set(results.map(({ poolId }) => poolId))]);
    const schools = new Map(
      rows.map((row) => [row.pool_id, { feeFen: Number(row.fee_fen), class: toClassPart(row, this.clock.zone) }]),
    );
    // Before the first evening nobody has been absent.
    const begun = new Set(rows.filter(({ has_begun }) => has_begun).map(({ pool_id }) => pool_id));
    const learners = results.filter(({ poolId }) => begun.has(poolId)).map(({ residentId }) => residentId);
    const presence = await this.enrolments.presence(tx, learners);
    return results.map((result) => {
      const school = schools.get(result.poolId);
      if (!school) throw new Error(`The pool ${result.poolId} belongs to no class.`);
      const there = presence.get(`${result.residentId} ${school.class.id}`);
      return toNewEnrolmentView(school, there, result, this.clock.zone);
    });
  }

  private async changed(tx: Tx, changes: readonly BookingChange[]): Promise<void> {
    const classes = await this.classes(tx, [...new Set(changes.map((change) => change.poolId))]);
    const said = changes.flatMap((change) => {
      const facts = classes.get(change.poolId);
      return facts ? this.message(change, facts) : [];
    });
    const deeds = changes.map((change) => ({ actor: change.by, ...deed(change, classes.get(change.poolId)?.id) }));
    await together([this.messages.say(tx, ...said), this.audit.recordAll(tx, deeds)]);
  }

  private message(change: BookingChange, facts: ClassFacts): NewMessage[] {
    const told = this.words(change, facts);
    if (!told) return [];
    const { kind, words } = told;
    const subject = { kind: 'booking', id: change.bookingId };
    return [{ kind: `class.${kind}`, subject, residentId: change.residentId, occurrence: change.to, ...words }];
  }

  /**
   * Nothing is said to learners who withdraw or decline themselves; who withdraws hears of the refund instead. That a
   * class is cancelled is said by whoever cancels it.
   */
  private words(change: BookingChange, { about, first }: ClassFacts): { kind: string; words: Words } | undefined {
    const { reference, position, feeFen, reason: _ } = change;
    const holdsUntil = change.holdsUntil?.toZonedDateTimeISO(this.clock.zone);
    switch (change.to) {
      case 'confirmed':
        return change.from === 'awaiting_payment'
          ? { kind: 'paid', words: say.paid(about, { first, reference }) }
          : { kind: 'enrolled', words: say.enrolled(about, { first, reference }) };
      case 'awaiting_payment':
        return holdsUntil && { kind: 'held', words: say.awaitingPayment(about, { feeFen, holdsUntil, reference }) };
      case 'waiting':
        return { kind: 'waiting', words: say.waiting(about, { position, reference }) };
      case 'offered':
        return holdsUntil && { kind: 'offered', words: say.offered(about, { holdsUntil, feeFen, reference }) };
      case 'lapsed':
        return { kind: 'lapsed', words: change.from === 'offered' ? say.offerLapsed(about) : say.holdLapsed(about) };
      case 'withdrawn':
        if (change.by.kind === 'resident') return undefined;
        return { kind: 'withdrawn', words: say.withdrawn(about, { refundFen: null }) };
      case 'held':
      case 'declined':
      case 'cancelled':
        return undefined;
    }
  }

  private async classes(tx: Tx, poolIds: readonly string[]): Promise<Map<string, ClassFacts>> {
    const rows: ClassRow[] = await tx.query(
      `SELECT c.pool_id, c.id AS class_id, k.name, k.name_en, r.name AS room, v.name AS venue, v.name_en AS venue_en,
              (SELECT min(lower(s.during)) FROM class_sessions s
                WHERE s.class_id = c.id AND s.state = 'scheduled' AND lower(s.during) > $2) AS first_at
         FROM classes c JOIN courses k ON k.id = c.course_id
         JOIN rooms r ON r.id = c.room_id JOIN venues v ON v.id = r.venue_id
        WHERE c.pool_id = ANY ($1)`,
      [poolIds, this.clock.now().toString()],
    );
    return new Map(
      rows.map((row) => [
        row.pool_id,
        {
          id: row.class_id,
          about: { name: { zh: row.name, en: row.name_en }, place: placeOf(row) },
          first: row.first_at && zonedOf(row.first_at, this.clock.zone),
        },
      ]),
    );
  }
}

function deed(change: BookingChange, classId: string | undefined) {
  const { bookingId, residentId, from, to, reason } = change;
  return { action: `enrolment.${to}` as const, subjectId: bookingId, facts: { classId, residentId, from, reason } };
}
