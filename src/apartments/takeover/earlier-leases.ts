import { Injectable } from '@nestjs/common';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import type { Tx } from '../../platform/database/transactions.js';
import { cell } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';
import type { KnownUnit } from '../inventory/known-units.js';
import { identityOf } from '../inventory/unit-list.rules.js';
import { headingOf } from './lease-list.columns.js';
import type { ListedLease } from './lease-list.rules.js';

/** A lease that the house has and that one of the list goes on from: same tenant, same unit, no day between. */
export interface PreviousLease {
  readonly id: string;
  /** Its keys, which the tenant keeps, were given for it and are still out. */
  readonly hasKeys: boolean;
}

export interface Earlier {
  /** By the row of the lease that follows. */
  readonly previous: ReadonlyMap<number, PreviousLease>;
  /** What tenants had here before, by resident. */
  readonly terms: ReadonlyMap<string, readonly { readonly until: PlainDate; readonly months: number }[]>;
  readonly errors: readonly CellError[];
}

interface Row {
  row: number;
  id: string;
  reference: string;
  keys_given_on: string | null;
  keys_back_on: string | null;
  goes_on: boolean;
}

/** What the house has from before the leases of a list, so that a house is taken over in one list or in several. */
@Injectable()
export class EarlierLeases {
  async find(
    tx: Tx,
    leases: readonly ListedLease[],
    units: ReadonlyMap<string, KnownUnit>,
    residents: ReadonlyMap<string, string>,
  ): Promise<Earlier> {
    const before = await this.before(tx, leases, units, residents);
    const goesOn = [...before.values()].filter(({ goes_on }) => goes_on);
    return {
      previous: new Map(
        goesOn.map(({ row, id, keys_given_on: given, keys_back_on: back }) => [
          row,
          { id, hasKeys: given !== null && back === null },
        ]),
      ),
      terms: await this.terms(tx, [...residents.values()]),
      errors: leases.flatMap((listed) => keysFault(listed, before.get(listed.row)) ?? []),
    };
  }

  /** The lease of the unit that ended last before each of the list. */
  private async before(
    tx: Tx,
    leases: readonly ListedLease[],
    units: ReadonlyMap<string, KnownUnit>,
    residents: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<number, Row>> {
    const listed = leases.map(({ row, entry, period }) => ({
      ...{ row, starts_on: period.from.toString(), unit_id: units.get(identityOf(entry))?.id },
      resident_id: residents.get(entry.phone) ?? null,
    }));
    const rows: Row[] = await tx.query(
      `SELECT d.row, l.id, l.reference, l.keys_given_on::text, l.keys_back_on::text,
              coalesce(l.resident_id = d.resident_id, false) AND upper(l.period) = d.starts_on
                AND l.billed_from IS NOT NULL AND coalesce(l.keys_back_on >= upper(l.period) - 1, true)
                AND NOT EXISTS (SELECT FROM renewals r WHERE r.lease_id = l.id)
                AND NOT EXISTS (SELECT FROM leases n WHERE n.previous_id = l.id) AS goes_on
         FROM json_to_recordset($1) AS d (row int, starts_on date, unit_id uuid, resident_id uuid)
         CROSS JOIN LATERAL (
              SELECT * FROM leases o WHERE o.unit_id = d.unit_id AND o.period && daterange(NULL, d.starts_on)
                 AND o.state IN ('let', 'ended') ORDER BY upper(o.period) DESC LIMIT 1) l`,
      [JSON.stringify(listed)],
    );
    return new Map(rows.map((row) => [row.row, row]));
  }

  private async terms(tx: Tx, residentIds: readonly string[]): Promise<Earlier['terms']> {
    const rows: { resident_id: string; until: string; months: number }[] = await tx.query(
      `SELECT resident_id, upper(period)::text AS until, jsonb_array_length(schedule) AS months FROM leases
        WHERE resident_id = ANY($1) AND state IN ('let', 'ended') AND NOT is_transfer`,
      [residentIds],
    );
    const terms = new Map<string, { until: PlainDate; months: number }[]>();
    for (const { resident_id: id, until, months } of rows) {
      terms.set(id, [...(terms.get(id) ?? []), { until: Temporal.PlainDate.from(until), months }]);
    }
    return terms;
  }
}

/** The guard of the database keeps the same, but names neither row nor lease. */
function keysFault({ row, keysGivenOn }: ListedLease, before: Row | undefined): CellError | undefined {
  if (!keysGivenOn || !before?.keys_given_on || before.goes_on) return undefined;
  const { keys_back_on: back, reference } = before;
  if (back !== null && !isDayBefore(keysGivenOn, Temporal.PlainDate.from(back))) return undefined;
  const zh = `租约 ${reference} 的钥匙此时尚未交还，请先登记退房`;
  const en = `the keys of lease ${reference} were not back by then; record them first`;
  return cell(row, headingOf('keysGivenOn'), keysGivenOn.toString(), zh, en);
}
