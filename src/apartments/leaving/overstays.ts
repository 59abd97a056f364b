import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { newReference } from '../../kernel/ids.js';
import { daysBetween, laterDay, Temporal } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { Charges } from '../../payments/charges.js';
import type { Actor } from '../../people/index.js';
import { Audit } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { goneBy } from './leave-lease.rules.js';
import { LeaseOverstay } from './lease-overstay.entity.js';
import type { Lease } from '../leases/lease.entity.js';
import { readPeriod } from '../../platform/database/columns.js';
import { lastDay } from '../leases/lease.rules.js';
import type { OverstayView } from './leaving.contract.js';
import { seenBy, seer } from './leaving.queries.js';
import { overstayDays, overstayOf } from './overstay.rules.js';
import type { OverstayLine } from './overstay.rules.js';
import type { PolicyValues } from '../policy/policy.contract.js';

interface Row {
  id: string;
  reference: string;
  resident_id: string;
  venue_id: string;
  state: string;
  period: string;
  keys_given_on: string | null;
  keys_back_on: string | null;
  area_m2: string;
  market_fen_per_m2: number;
  values: PolicyValues;
  /** The next lease of the same unit is in force: nobody stays there without one. */
  goes_on: boolean;
  days: string | null;
  lines: OverstayLine[] | null;
  amount_fen: string | null;
  /** After a death: until then nothing is owed. */
  keys_by: string | null;
  charge_id: string | null;
}

const rows = `
  SELECT l.id, l.reference, l.resident_id, b.venue_id, l.state, l.period::text, l.keys_given_on::text, l.keys_back_on::text,
         u.area_m2, u.market_fen_per_m2, p."values",
         EXISTS (SELECT FROM leases n WHERE n.previous_id = l.id AND n.unit_id = l.unit_id AND n.state IN ('let', 'ended')) AS goes_on,
         o.days::text, o.lines, o.amount_fen, o.charge_id, d.keys_by::text
    FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
    JOIN apartment_policies p ON p.id = l.policy_id LEFT JOIN lease_overstays o ON o.lease_id = l.id
    LEFT JOIN lease_deaths d ON d.lease_id = l.id`;

/** What is owed for days after a lease on which its keys are out. */
@Injectable()
export class Overstays {
  constructor(
    private readonly source: DataSource,
    private readonly charges: Charges,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** As it was reckoned when the keys came back; before that, as it would be if they came back today. */
  async of(actor: Actor, leaseId: string): Promise<OverstayView> {
    const row = await this.row(this.source.manager, `l.id = $1 AND ${seenBy}`, [leaseId, ...seer(actor)]);
    const period = readPeriod(row.period);
    const endsOn = lastDay(period);
    const isOut = row.state === 'let' && row.keys_given_on !== null;
    const days = row.days === null ? isOut && this.daysOf(row, this.clock.today()) : readPeriod(row.days);
    const today = days && row.lines === null ? this.reckon(row, days) : { lines: row.lines ?? [], amountFen: 0 };
    return {
      ...{ leaseId, endsOn: endsOn.toString(), goneBy: goneBy(row.values, endsOn).toString() },
      ...{ keysBackOn: row.keys_back_on, days: days ? daysBetween(days.from, days.until) : 0, lines: [...today.lines] },
      ...{ amountFen: row.amount_fen === null ? today.amountFen : Number(row.amount_fen), chargeId: row.charge_id },
    };
  }

  /** The keys are back: what is owed for the whole stretch is a charge with its lines. */
  async owe(tx: Tx, actor: Actor, { id: leaseId }: Lease, keysBackOn: PlainDate): Promise<void> {
    const row = await this.row(tx, `l.id = $1`, [leaseId]);
    const days = this.daysOf(row, keysBackOn);
    if (!days) return;
    const { lines, amountFen } = this.reckon(row, days);
    const title = { zh: `租约 ${row.reference} 逾期占用`, en: `Overstay, lease ${row.reference}` };
    const about = { reference: newReference(), residentId: row.resident_id, venueId: row.venue_id };
    const subject = { kind: 'overstay', id: leaseId };
    const [chargeId = null] =
      amountFen > 0 ? await this.charges.open(tx, [{ ...about, subject, title, amountFen }]) : [];
    await tx.insert(LeaseOverstay, { leaseId, chargeId, days, lines, amountFen });
    const facts = { from: days.from.toString(), until: days.until.toString(), amountFen };
    await this.audit.record(tx, actor, { action: 'lease.overstayed', subjectId: leaseId, facts });
  }

  private daysOf(row: Row, keysBackOn: PlainDate): Period | undefined {
    const { from, until } = readPeriod(row.period);
    const owedFrom = row.keys_by === null ? until : laterDay(until, Temporal.PlainDate.from(row.keys_by));
    return row.goes_on ? undefined : overstayDays({ from, until: owedFrom }, keysBackOn);
  }

  private reckon({ values, area_m2, market_fen_per_m2: marketFenPerM2 }: Row, days: Period) {
    return overstayOf(values, { areaM2: Number(area_m2), marketFenPerM2 }, days);
  }

  private async row(manager: EntityManager, where: string, values: unknown[]): Promise<Row> {
    const [row]: Row[] = await manager.query(`${rows} WHERE ${where}`, values);
    if (!row) throw requestRefusals.not_found();
    return row;
  }
}
