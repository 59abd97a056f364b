import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isDayBefore, isoIn, Temporal } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import type { NewMessage } from '../../reminders/messages.js';
import { ReminderSources } from '../../reminders/reminder-source.js';
import type { ReminderSource } from '../../reminders/reminder-source.js';
import { LeaseRemindersQueries } from './lease-reminders.queries.js';
import type {
  AboutLease,
  DocumentRow,
  EndingRow,
  HoldRow,
  InspectionRow,
  OfferRow,
} from './lease-reminders.queries.js';
import { depositDue, documentExpiring, ending, offerLapsing, signSoon } from './lease.messages.js';
import type { LeaseWords } from './lease.messages.js';
import { soon } from '../inspections/inspection.messages.js';
import { renewalWindow } from '../renewals/renewal.rules.js';
import { instantOf } from '../../platform/database/sql-values.js';

/**
 * Before a lease ends, an offer or a hold lapses, a deposit comes too late, a document expires, a unit is inspected. Nobody is reminded of
 * what began after the reminder was due, nor of what they have done since.
 */
@Injectable()
export class LeaseReminders implements ReminderSource, OnModuleInit {
  readonly name = 'apartments.leases';

  constructor(
    private readonly sources: ReminderSources,
    private readonly queries: LeaseRemindersQueries,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const endings = await this.queries.endings(manager, from, until);
    const offers = await this.queries.offers(manager, from, until);
    const holds = await this.queries.holds(manager, from, until);
    const inspections = await this.queries.inspections(manager, from, until);
    const documents = await this.queries.documents(manager, from, until);
    return [
      ...endings.map((row) => this.ending(row)),
      ...offers.map((row) => this.offer(row)),
      ...holds.map((row) => this.hold(row)),
      ...inspections.map((row) => this.inspection(row)),
      ...documents.map((row) => this.document(row)),
    ];
  }

  /** The last day is part of the occurrence: a lease that ends on another day has other reminders. */
  private ending(row: EndingRow): NewMessage {
    const endsOn = Temporal.PlainDate.from(row.ends_on);
    const window = renewalWindow(row.policy, endsOn);
    const dueOn = endsOn.subtract({ days: row.days_left });
    const mayAsk = row.renewal !== 'refused' && !isDayBefore(window.askedBy, dueOn);
    return {
      ...this.about('lease.ending', row, `${row.ends_on} ${row.days_left}`),
      ...ending(leaseWords(row), { endsOn, daysLeft: row.days_left, renewal: mayAsk ? window : null }),
    };
  }

  private offer(row: OfferRow): NewMessage {
    const lastDay = Temporal.PlainDate.from(row.last_day);
    const startsOn = Temporal.PlainDate.from(row.starts_on);
    return {
      ...this.about('lease.offer_lapsing', row, `${row.last_day} ${row.days_left}`),
      ...offerLapsing(leaseWords(row), { lastDay, startsOn }),
    };
  }

  private hold(row: HoldRow): NewMessage {
    const until = instantOf(row.held_until);
    const heldUntil = until.toZonedDateTimeISO(this.clock.zone);
    const words =
      row.kind === 'sign_soon'
        ? signSoon(leaseWords(row), { heldUntil })
        : depositDue(leaseWords(row), { heldUntil, amountFen: Number(row.balance_fen) });
    return { ...this.about(`lease.${row.kind}`, row, isoIn(this.clock.zone, until)), ...words };
  }

  /** Both of one appointment have the same words; one that is moved has reminders of its own. */
  private inspection(row: InspectionRow): NewMessage {
    const { zone } = this.clock;
    const [startsAt, endsAt] = [instantOf(row.starts_at), instantOf(row.ends_at)];
    const occurrence = `${row.kind} ${isoIn(zone, startsAt)} ${isoIn(zone, instantOf(row.due_at))}`;
    return {
      ...this.about('lease.inspection_soon', row, occurrence),
      ...soon(leaseWords(row), row.kind, { startsAt, endsAt, zone }),
    };
  }

  private document(row: DocumentRow): NewMessage {
    const house = { zh: row.house, en: row.house_en };
    const validUntil = Temporal.PlainDate.from(row.valid_until);
    return {
      kind: 'application.document_expiring',
      subject: { kind: 'application_condition', id: row.condition_id },
      residentId: row.resident_id,
      occurrence: row.valid_until,
      dueAt: instantOf(row.due_at),
      ...documentExpiring({ house, reference: row.reference }, { kind: row.kind, validUntil }),
    };
  }

  private about(kind: string, row: AboutLease, occurrence: string) {
    const subject = { kind: 'lease', id: row.lease_id };
    return { kind, subject, residentId: row.resident_id, occurrence, dueAt: instantOf(row.due_at) };
  }
}

function leaseWords(row: AboutLease): LeaseWords {
  return {
    house: { zh: row.house, en: row.house_en },
    unit: { zh: `${row.building} ${row.number}`, en: `${row.building_en} ${row.number}` },
    reference: row.reference,
  };
}
