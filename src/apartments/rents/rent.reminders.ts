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
import type { LateTerms } from './late-fees.rules.js';
import { readers } from './late-fees.queries.js';
import { dueSoon, overdue } from './rent.messages.js';

/** By the wall clock of the house: before the due day, on the day after it, and on the first day that costs a late fee. */
const saidAt = '10:00';
const daysBeforeDue = 3;
/** No policy has more days of grace than 90. */
const longestWait = 92;

interface Row {
  bill_id: string;
  month: string;
  due_on: string;
  days_late: number;
  due_at: Date;
  resident_id: string;
  reference: string;
  balance_fen: string;
  late: LateTerms | null;
  number: string;
  building: string;
  building_en: string;
  house: string;
  house_en: string;
}

const unpaidBills = `
  SELECT r.id AS bill_id, r.month::text, r.due_on::text, d.days_late, d.due_at, reader.resident_id, c.reference,
         x.balance_fen, p.values->'late' AS late, u.number, b.name AS building, b.name_en AS building_en,
         v.name AS house, v.name_en AS house_en
    FROM rent_bills r JOIN charges c ON c.id = r.charge_id JOIN leases l ON l.id = r.lease_id
    JOIN apartment_policies p ON p.id = l.policy_id JOIN units u ON u.id = l.unit_id
    JOIN buildings b ON b.id = u.building_id JOIN venues v ON v.id = b.venue_id
   CROSS JOIN LATERAL (SELECT balance_fen FROM charge_balances y WHERE y.charge_id = c.id) x
   CROSS JOIN LATERAL (
         SELECT DISTINCT n AS days_late, (r.due_on + n + $4::time) AT TIME ZONE $3 AS due_at
           FROM unnest(ARRAY[-$6::int, 1, (p.values->'late'->>'graceDays')::int + 1]) n WHERE n IS NOT NULL) d
   CROSS JOIN LATERAL (${readers}) reader
   WHERE r.due_on BETWEEN ($1::timestamptz AT TIME ZONE $3)::date - $5::int AND ($2::timestamptz AT TIME ZONE $3)::date + $6::int
     AND d.due_at >= $1 AND d.due_at < $2 AND r.created_at < d.due_at AND x.balance_fen > 0`;

/** Whoever owes a rent bill is told before its day and past it, and from when it costs more. The zone has nobody who would read it. */
@Injectable()
export class RentReminders implements ReminderSource, OnModuleInit {
  readonly name = 'apartments.rents';

  constructor(
    private readonly sources: ReminderSources,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const { zone } = this.clock;
    const values = [from.toString(), until.toString(), zone, saidAt, longestWait, daysBeforeDue];
    const rows: Row[] = await manager.query(unpaidBills, values);
    return rows.map(reminderOf);
  }
}

function reminderOf(row: Row): NewMessage {
  const about = {
    house: { zh: row.house, en: row.house_en },
    unit: { zh: `${row.building} ${row.number}`, en: `${row.building_en} ${row.number}` },
    reference: row.reference,
    month: Temporal.PlainDate.from(row.month),
    dueOn: Temporal.PlainDate.from(row.due_on),
  };
  const facts = { unpaidFen: Number(row.balance_fen), late: row.late };
  const isLate = row.days_late > 0;
  return {
    ...{
      kind: isLate ? 'rent.overdue' : 'rent.due',
      subject: { kind: 'rent_bill', id: row.bill_id },
      residentId: row.resident_id,
    },
    ...{ occurrence: `${row.due_on} ${row.days_late}`, dueAt: instantOf(row.due_at) },
    ...(isLate ? overdue : dueSoon)(about, facts),
  };
}
