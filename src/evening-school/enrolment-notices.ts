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

/** What is told and answered about a class. */
interface ClassFacts {
  readonly id: string;
  readonly words: ClassWords;
  readonly next: Temporal.ZonedDateTime | null;
  readonly feeFen: number;
  readonly view: EnrolmentView['class'];
  readonly hasBegun: boolean;
}

type Classes = ReadonlyMap<string, ClassFacts>;

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
    this.listeners.on<Classes>('class', {
      about: (tx, poolIds) => this.classes(tx, poolIds),
      changed: (tx, changes, classes) => this.changed(tx, changes, classes),
      answers: (tx, results, { about }) => this.answers(tx, results, about),
    });
  }

  /** What people are answered who asked for a place: the enrolment as they will find it. */
  private async answers(tx: Tx, results: readonly BookingResult[], classes: Classes): Promise<EnrolmentView[]> {
    // Before the first evening nobody has been absent.
    const learners = results.filter(({ poolId }) => classes.get(poolId)?.hasBegun).map(({ residentId }) => residentId);
    const presence = await this.enrolments.presence(tx, learners);
    return results.map((result) => {
      const facts = classes.get(result.poolId);
      if (!facts) throw new Error(`The pool ${result.poolId} belongs to no class.`);
      const there = presence.get(`${result.residentId} ${facts.id}`);
      return toNewEnrolmentView({ feeFen: facts.feeFen, class: facts.view }, there, result, this.clock.zone);
    });
  }

  private async changed(tx: Tx, changes: readonly BookingChange[], classes: Classes): Promise<void> {
    const said = changes.flatMap((change) => {
      const facts = classes.get(change.poolId);
      return facts ? this.message(change, facts) : [];
    });
    const deeds = changes.map((change) => deed(change, classes.get(change.poolId)?.id));
    await together([this.messages.note(tx, said), this.audit.recordAll(tx, deeds)]);
  }

  private message(change: BookingChange, facts: ClassFacts): NewMessage[] {
    const told = this.words(change, facts);
    if (!told) return [];
    const { title, body } = told.words;
    const { bookingId, residentId, to: occurrence } = change;
    const subject = { kind: 'booking', id: bookingId };
    return [{ kind: `class.${told.kind}`, subject, residentId, occurrence, title, body }];
  }

  /**
   * Nothing is said to learners who withdraw or decline themselves; who withdraws hears of the refund instead. That a
   * class is cancelled is said by whoever cancels it.
   */
  private words(
    change: BookingChange,
    { words: about, next: first }: ClassFacts,
  ): { kind: string; words: Words } | undefined {
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

  private async classes(tx: Tx, poolIds: readonly string[]): Promise<Classes> {
    const rows = await this.enrolments.classParts(tx, poolIds);
    return new Map(
      rows.map((row) => [
        row.pool_id,
        {
          id: row.class_id,
          words: { name: { zh: row.name, en: row.name_en }, place: placeOf(row) },
          next: row.next_session_at && zonedOf(row.next_session_at, this.clock.zone),
          feeFen: Number(row.fee_fen),
          view: toClassPart(row, this.clock.zone),
          hasBegun: row.has_begun,
        },
      ]),
    );
  }
}

function deed(change: BookingChange, classId: string | undefined) {
  const { bookingId: subjectId, residentId, from, to, reason, by: actor } = change;
  return { actor, action: `enrolment.${to}` as const, subjectId, facts: { classId, residentId, from, reason } };
}
