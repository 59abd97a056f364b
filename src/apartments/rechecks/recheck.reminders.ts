import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { NewMessage } from '../../reminders/messages.js';
import { ReminderSources } from '../../reminders/reminder-source.js';
import type { ReminderSource } from '../../reminders/reminder-source.js';
import { conditionKinds } from '../applications/application-conditions.rules.js';
import { reminderTimes } from '../leases/lease-reminders.queries.js';
import { recheckDue } from './recheck.messages.js';
import { recheckRules } from './recheck.rules.js';
import type { RecheckItemFacts } from './recheck.rules.js';
import { stillToRenew } from './rechecks.queries.js';

interface Row {
  due_at: Date;
  lease_id: string;
  resident_id: string;
  reference: string;
  answer_by: string;
  days_left: number;
  unit: string;
  unit_en: string;
  house: string;
  house_en: string;
  items: RecheckItemFacts[];
}

/** Before the last day to prove something anew, as long as it is missing. */
@Injectable()
export class RecheckReminders implements ReminderSource, OnModuleInit {
  readonly name = 'apartments.rechecks';

  constructor(
    private readonly sources: ReminderSources,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const rows: Row[] = await manager.query(
      `SELECT d.due_at, d.days_left, l.id AS lease_id, l.resident_id, l.reference, k.answer_by::text,
              b.name || ' ' || u.number AS unit, b.name_en || ' ' || u.number AS unit_en,
              v.name AS house, v.name_en AS house_en,
              (SELECT json_agg(json_build_object('kind', i.kind, 'why', i.why, 'state', i.state)
                               ORDER BY array_position($6::text[], i.kind))
                 FROM lease_recheck_items i WHERE i.lease_id = l.id) AS items
         FROM lease_rechecks k JOIN leases l ON l.id = k.lease_id
         JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id JOIN venues v ON v.id = b.venue_id
        CROSS JOIN LATERAL (
          SELECT n AS days_left, (k.answer_by - n + $4::time) AT TIME ZONE $3 AS due_at FROM unnest($5::int[]) n) d
        WHERE k.state = 'asked' AND d.due_at >= $1 AND d.due_at < $2 AND k.opened_at < d.due_at AND ${stillToRenew}`,
      [
        from.toString(),
        until.toString(),
        this.clock.zone,
        reminderTimes.dayAt,
        recheckRules.remindDaysBefore,
        conditionKinds,
      ],
    );
    return rows.map((row) => this.message(row));
  }

  private message(row: Row): NewMessage {
    const about = {
      house: { zh: row.house, en: row.house_en },
      unit: { zh: row.unit, en: row.unit_en },
      reference: row.reference,
    };
    return {
      kind: 'lease.recheck_due',
      subject: { kind: 'lease', id: row.lease_id },
      residentId: row.resident_id,
      occurrence: `${row.answer_by} ${row.days_left}`,
      dueAt: instantOf(row.due_at),
      ...recheckDue(about, { items: row.items, answerBy: Temporal.PlainDate.from(row.answer_by) }),
    };
  }
}
