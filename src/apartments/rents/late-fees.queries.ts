import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import type { OtherPayer } from '../../payments/charges.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Payer } from '../policy/policy.contract.js';
import type { BillWords } from './rent.messages.js';
import type { LateBill, LateTerms, Move } from './late-fees.rules.js';

/** A bill under a policy with a late fee, with all that its fee is reckoned from. */
export interface KnownLateBill extends LateBill {
  readonly id: string;
  readonly month: Temporal.PlainDate;
  readonly payer: Payer;
  readonly leaseId: string;
  readonly terms: LateTerms;
  /** The charge of the bill; that of its fee is owed by the same. */
  readonly charge: {
    readonly id: string;
    readonly residentId: string;
    readonly venueId: string | null;
    readonly payer: OtherPayer | undefined;
  };
}

interface Row {
  id: string;
  month: string;
  payer: Payer;
  lease_id: string;
  amount_fen: string;
  due_on: string;
  late: LateTerms;
  charged_fen: string;
  charged_until: string | null;
  charge_id: string;
  resident_id: string;
  venue_id: string | null;
  payer_party: 'resident' | OtherPayer['party'];
  payer_id: string | null;
  payer_name: string | null;
  moves: { kind: Move['kind']; amountFen: number; on: string }[];
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** $1 the time zone of the house: a payment counts on the day that its clock shows. */
const bills = `
  SELECT r.id, r.month::text, r.payer, r.lease_id, r.amount_fen, r.due_on::text, p.values->'late' AS late,
         f.charged_fen, f.charged_until::text, c.id AS charge_id, c.resident_id, c.venue_id, c.payer_party, c.payer_id,
         c.payer_name,
         (SELECT json_agg(json_build_object('kind', e.kind, 'amountFen', e.amount_fen,
                   'on', (e.recorded_at AT TIME ZONE $1)::date) ORDER BY e.recorded_at, e.id)
            FROM charge_entries e WHERE e.charge_id = c.id) AS moves
    FROM rent_bills r JOIN charges c ON c.id = r.charge_id JOIN leases l ON l.id = r.lease_id
    JOIN apartment_policies p ON p.id = l.policy_id
   CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS charged_fen, max(upper(days)) AS charged_until
                         FROM late_fees x WHERE x.bill_id = r.id) f
   WHERE jsonb_typeof(p.values->'late') = 'object'`;

/** Rent bills with what their late fees are reckoned from. */
@Injectable()
export class LateFeesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(manager: EntityManager, billId: string): Promise<KnownLateBill | undefined> {
    return (await this.read(manager, `${bills} AND r.id = $2`, [billId]))[0];
  }

  /** All bills of a lease whose policy has a late fee. */
  ofLease(manager: EntityManager, leaseId: string): Promise<KnownLateBill[]> {
    return this.read(manager, `${bills} AND r.lease_id = $2 ORDER BY r.month, r.id`, [leaseId]);
  }

  /**
   * Bills for which there may be days to charge: unpaid in a month that is over, or settled after the last day that was
   * charged. The rules decide.
   */
  perhapsDue(after: string | null, limit: number): Promise<KnownLateBill[]> {
    return this.read(
      this.source.manager,
      `${bills} AND r.id > $2 AND r.due_on < $3::date
          AND EXISTS (
              SELECT FROM charge_balances x,
                     greatest(r.due_on + (p.values->'late'->>'graceDays')::int + 1, f.charged_until) AS open_from
               WHERE x.charge_id = c.id AND open_from <= $3::date
                 AND CASE WHEN x.balance_fen > 0 THEN open_from < date_trunc('month', $3::timestamp)::date
                          ELSE EXISTS (SELECT FROM charge_entries e WHERE e.charge_id = c.id
                                          AND (e.recorded_at AT TIME ZONE $1)::date >= open_from) END)
        ORDER BY r.id LIMIT $4`,
      [after ?? nobody, this.clock.today().toString(), limit],
    );
  }

  /** The charges of the late fees of a bill, the last first, with what is left of each. */
  async chargedFor(manager: EntityManager, billId: string): Promise<{ id: string; netFen: number; mostFen: number }[]> {
    const rows: { id: string; net_fen: string; most_fen: string }[] = await manager.query(
      `SELECT f.id, b.owed_fen - b.reduced_fen AS net_fen, b.owed_fen - b.reduced_fen - b.written_off_fen AS most_fen
         FROM late_fees f CROSS JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = f.charge_id) b
        WHERE f.bill_id = $1 ORDER BY lower(f.days) DESC`,
      [billId],
    );
    return rows.map((row) => ({ id: row.id, netFen: Number(row.net_fen), mostFen: Number(row.most_fen) }));
  }

  /** Who is told about a bill: the resident who owes it, or all who act for the employer that does. */
  async readersOf(manager: EntityManager, chargeId: string): Promise<string[]> {
    const rows: { resident_id: string }[] = await manager.query(
      `SELECT reader.resident_id FROM charges c CROSS JOIN LATERAL (${readers}) reader WHERE c.id = $1`,
      [chargeId],
    );
    return rows.map(({ resident_id: id }) => id);
  }

  /** Where a lease is, as people are told of it. */
  async placeOf(
    manager: EntityManager,
    leaseId: string,
  ): Promise<Pick<BillWords, 'house' | 'unit'> & { leaseReference: string }> {
    const [row]: Record<string, string>[] = await manager.query(
      `SELECT l.reference, u.number, b.name AS building, b.name_en AS building_en, v.name AS house, v.name_en AS house_en
         FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
         JOIN venues v ON v.id = b.venue_id WHERE l.id = $1`,
      [leaseId],
    );
    if (!row) throw new Error(`There is no lease ${leaseId} to tell about.`);
    return {
      leaseReference: String(row.reference),
      house: { zh: String(row.house), en: String(row.house_en) },
      unit: { zh: `${row.building} ${row.number}`, en: `${row.building_en} ${row.number}` },
    };
  }

  private async read(manager: EntityManager, sql: string, values: unknown[]): Promise<KnownLateBill[]> {
    const rows: Row[] = await manager.query(sql, [this.clock.zone, ...values]);
    return rows.map(lateBillOf);
  }
}

/** Of the charge `c`. */
export const readers = `
  SELECT c.resident_id WHERE c.payer_party = 'resident'
   UNION SELECT a.resident_id FROM employer_representatives a WHERE a.employer_id = c.payer_id AND a.ended_at IS NULL`;

function lateBillOf(row: Row): KnownLateBill {
  const { payer_party: party, payer_id: id, payer_name: name } = row;
  return {
    ...{ id: row.id, month: Temporal.PlainDate.from(row.month), payer: row.payer, leaseId: row.lease_id },
    ...{ amountFen: Number(row.amount_fen), dueOn: Temporal.PlainDate.from(row.due_on), terms: row.late },
    moves: row.moves.map(({ on, ...move }) => ({ ...move, on: Temporal.PlainDate.from(on) })),
    charged: {
      amountFen: Number(row.charged_fen),
      until: row.charged_until === null ? null : Temporal.PlainDate.from(row.charged_until),
    },
    charge: {
      ...{ id: row.charge_id, residentId: row.resident_id, venueId: row.venue_id },
      payer: party === 'resident' ? undefined : { party, id, name: name ?? '' },
    },
  };
}
