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
import { overdue, visitSoon } from './repair.messages.js';
import type { Words } from './repair.messages.js';
import type { RepairCategory } from './repair.rules.js';

/** When tenants are reminded, by the wall clock of the house: on the day before a visit, shortly before, once it is late. */
const reminderTimes = { at: '10:00', hoursBefore: 2 } as const;

interface Row {
  kind: 'visit_soon' | 'overdue';
  due_at: Date;
  id: string;
  resident_id: string;
  reference: string;
  category: RepairCategory;
  starts_at: Date | null;
  ends_at: Date | null;
  assigned_to: string | null;
  done_by: Date;
  place: string;
  place_en: string;
}

/** A visit that was agreed for later makes a repair late after it. Who was told of it since is not reminded of it. */
const reminders = `
  SELECT d.kind, d.due_at, r.id, r.resident_id, r.reference, r.category, lower(r.appointment) AS starts_at,
         upper(r.appointment) AS ends_at, r.assigned_to, r.due_at AS done_by,
         v.name || ' ' || b.name || ' ' || u.number AS place,
         v.name_en || ', ' || b.name_en || ', ' || u.number AS place_en
    FROM repairs r JOIN units u ON u.id = r.unit_id JOIN buildings b ON b.id = u.building_id
    JOIN venues v ON v.id = b.venue_id
   CROSS JOIN LATERAL (
         SELECT 'visit_soon' AS kind, unnest(ARRAY[
                  ((lower(r.appointment) AT TIME ZONE $3)::date - 1 + $4::time) AT TIME ZONE $3,
                  lower(r.appointment) - make_interval(hours => $5)]) AS due_at
          WHERE r.state = 'planned'
         UNION ALL
         SELECT 'overdue', ((greatest(r.due_at, upper(r.appointment)) AT TIME ZONE $3
                  - $4::time + interval '1 day')::date + $4::time) AT TIME ZONE $3) d
   WHERE r.state IN ('reported', 'planned', 'reopened') AND d.due_at >= $1 AND d.due_at < $2
     AND EXISTS (SELECT FROM leases l WHERE l.unit_id = r.unit_id AND r.resident_id IN (l.resident_id, l.spouse_id)
                    AND l.keys_given_on IS NOT NULL AND l.keys_back_on IS NULL)
     AND NOT EXISTS (SELECT FROM messages m WHERE m.kind IN ('repair.planned', 'repair.moved') AND m.subject_id = r.id
                        AND m.resident_id = r.resident_id AND m.due_at >= d.due_at)`;

/** Whoever reported a repair, as long as they live there, is reminded of the visit, and told when it is late. */
@Injectable()
export class RepairReminders implements ReminderSource, OnModuleInit {
  readonly name = 'apartments.repairs';

  constructor(
    private readonly sources: ReminderSources,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const values = [from.toString(), until.toString(), this.clock.zone, reminderTimes.at, reminderTimes.hoursBefore];
    const rows: Row[] = await manager.query(reminders, values);
    return rows.map((row) => this.message(row));
  }

  /** A visit at another time, and a repair that was reopened, have reminders of their own. */
  private message(row: Row): NewMessage {
    const dueAt = instantOf(row.due_at);
    const since = instantOf(row.starts_at ?? row.done_by);
    return {
      kind: `repair.${row.kind}`,
      subject: { kind: 'repair', id: row.id },
      residentId: row.resident_id,
      occurrence: `${isoIn(this.clock.zone, since)} ${isoIn(this.clock.zone, dueAt)}`,
      dueAt,
      ...this.words(row),
    };
  }

  private words({ kind, reference, category, ...row }: Row): Words {
    const { zone } = this.clock;
    const about = { place: { zh: row.place, en: row.place_en }, category, reference };
    if (kind === 'overdue' || row.starts_at === null || row.ends_at === null)
      return overdue(about, { dueAt: instantOf(row.done_by), zone });
    const visit = { startsAt: instantOf(row.starts_at), endsAt: instantOf(row.ends_at) };
    return visitSoon(about, { ...visit, zone, assignedTo: row.assigned_to ?? '' });
  }
}
