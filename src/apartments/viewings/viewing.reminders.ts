import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { NewMessage } from '../../reminders/messages.js';
import { ReminderSources } from '../../reminders/reminder-source.js';
import type { ReminderSource } from '../../reminders/reminder-source.js';
import { viewingWords, wordsColumns, ofWords } from './viewing-notices.js';
import type { WordsRow } from './viewing-notices.js';
import { soon, tomorrow } from './viewing.messages.js';

/** When applicants are reminded: on the evening before, by the wall clock of the house, and shortly before. */
export const reminderTimes = { dayBeforeAt: '18:00', hoursBefore: 2 } as const;

interface Row extends WordsRow {
  kind: 'tomorrow' | 'soon';
  due_at: Date;
  viewing_id: string;
  booking_id: string;
  resident_id: string;
}

/** Nobody is reminded of what they were told a moment ago: who books after a reminder was due does not get it. */
@Injectable()
export class ViewingReminders implements ReminderSource, OnModuleInit {
  readonly name = 'apartments.viewings';

  constructor(
    private readonly sources: ReminderSources,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const rows: Row[] = await manager.query(
      `SELECT d.kind, d.due_at, m.id AS viewing_id, m.booking_id, m.resident_id, ${wordsColumns}
         FROM viewing_times v
        CROSS JOIN LATERAL (
          SELECT 'tomorrow' AS kind, ((lower(v.during) AT TIME ZONE $3)::date - 1 + $4::time) AT TIME ZONE $3 AS due_at
          UNION ALL
          SELECT 'soon', lower(v.during) - make_interval(hours => $5)) d
         JOIN viewings m ON m.time_id = v.id AND m.state = 'booked' AND m.booked_at <= d.due_at ${ofWords}
        WHERE v.cancelled_at IS NULL AND lower(v.during) >= $1
          AND lower(v.during) < $2::timestamptz + interval '3 days' AND d.due_at >= $1 AND d.due_at < $2`,
      [from.toString(), until.toString(), this.clock.zone, reminderTimes.dayBeforeAt, reminderTimes.hoursBefore],
    );
    return rows.map((row) => this.message(row));
  }

  /** The booking is part of the occurrence: a viewing that was moved has other reminders. */
  private message(row: Row): NewMessage {
    const { zone } = this.clock;
    const words = viewingWords(row, zone);
    return {
      kind: `viewing.${row.kind}`,
      subject: { kind: 'viewing', id: row.viewing_id },
      residentId: row.resident_id,
      occurrence: `${isoIn(zone, instantOf(row.starts_at))} ${row.booking_id}`,
      dueAt: instantOf(row.due_at),
      ...(row.kind === 'tomorrow' ? tomorrow(words) : soon(words)),
    };
  }
}
