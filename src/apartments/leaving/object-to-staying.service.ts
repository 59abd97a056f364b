import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Temporal } from '../../kernel/time.js';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { Messages } from '../../reminders/messages.js';
import { LeaseObjection } from './lease-objection.entity.js';
import { Lease } from '../leases/lease.entity.js';
import { notRenewed } from './leaving.messages.js';

export const objectToStaying = defineJob({
  queue: 'admission',
  name: 'admission.object-to-staying',
  payload: z.strictObject({}),
  everySeconds: 3600,
});

const leasesAtOnce = 500;

/** Leases in force whose day to ask for renewal has passed, that nothing follows, and to whose end nobody objected. */
const unanswered = `
  SELECT l.id, l.reference, l.resident_id, b.name || ' ' || u.number AS unit, (upper(l.period) - 1)::text AS last_day
    FROM leases l JOIN apartment_policies p ON p.id = l.policy_id
    JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
    LEFT JOIN renewals r ON r.lease_id = l.id
   WHERE l.state = 'let' AND upper(l.period) - 1 - (p."values" #>> '{renewal,askedByDaysBefore}')::int < $1::date
     AND coalesce(r.state, '') NOT IN ('agreed', 'offered', 'asked')
     AND NOT EXISTS (SELECT FROM leases n WHERE n.previous_id = l.id AND n.state IN ('signed', 'let', 'ended'))
     AND NOT EXISTS (SELECT FROM lease_objections o WHERE o.lease_id = l.id)
     AND NOT EXISTS (SELECT FROM lease_deaths d WHERE d.lease_id = l.id)`;

interface Row {
  id: string;
  reference: string;
  resident_id: string;
  unit: string;
  last_day: string;
}

/**
 * A tenant who stays on without a written objection has a lease without an end (Civil Code, article 734). So the house
 * objects in time, once per lease, and the message is kept as the proof.
 */
@Injectable()
export class ObjectToStaying implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(objectToStaying, () => this.run());
  }

  async run(): Promise<void> {
    const leases = await this.unanswered(this.source.manager, ` ORDER BY l.id LIMIT ${leasesAtOnce}`);
    await eachAlone(leases, 'leases', ({ id }) => this.transactions.run((tx) => this.object(tx, id)));
  }

  /** Behind the lock of the lease, where a renewal is offered too, it is asked once more. */
  private async object(tx: Tx, id: string): Promise<void> {
    await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
    const [row] = await this.unanswered(tx, ` AND l.id = $2`, id);
    if (!row) return;
    const { reference, resident_id: residentId, unit, last_day: occurrence } = row;
    const lastDay = Temporal.PlainDate.from(occurrence);
    const about = { kind: 'lease.not_renewed', subject: { kind: 'lease', id }, residentId, occurrence };
    await this.messages.say(tx, { ...about, ...notRenewed({ reference, unit, lastDay }) });
    const [message]: { id: string }[] = await tx.query(
      `SELECT id FROM messages WHERE kind = $1 AND subject_id = $2 AND resident_id = $3 AND occurrence = $4`,
      [about.kind, id, residentId, occurrence],
    );
    if (!message) throw new Error(`The objection of lease ${id} was not written.`);
    await tx.insert(LeaseObjection, { leaseId: id, messageId: message.id, lastDay, saidAt: this.clock.now() });
    await this.audit.record(tx, system, {
      action: 'lease.stay_objected',
      subjectId: id,
      facts: { lastDay: occurrence, messageId: message.id },
    });
  }

  private unanswered(manager: EntityManager, and: string, ...values: string[]): Promise<Row[]> {
    return manager.query(`${unanswered}${and}`, [this.clock.today().toString(), ...values]);
  }
}
