import { Injectable } from '@nestjs/common';
import { writeDays } from '../../platform/database/columns.js';
import type { Tx } from '../../platform/database/transactions.js';
import { cell } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';
import type { KnownUnit } from '../inventory/known-units.js';
import { identityOf } from '../inventory/unit-list.rules.js';
import { binding } from '../leases/lease.lifecycle.js';
import { headingOf } from './lease-list.columns.js';
import type { ListedLease } from './lease-list.rules.js';

interface Found {
  /** Those of the list that the house does not have. */
  readonly leases: readonly ListedLease[];
  readonly unchanged: number;
  readonly errors: readonly CellError[];
}

interface Row {
  row: number;
  reference: string;
  same_unit: boolean;
  is_same: boolean;
}

/** Leases that the house has on days of a list; the guards of the database keep the same, but cannot name the cell. */
@Injectable()
export class LeasesInTheWay {
  async find(
    tx: Tx,
    listed: readonly ListedLease[],
    units: ReadonlyMap<string, KnownUnit>,
    residents: ReadonlyMap<string, string>,
  ): Promise<Found> {
    const days = listed.map(({ row, entry, period }) => ({
      ...{ row, days: writeDays(period), unit_id: units.get(identityOf(entry))?.id },
      resident_id: residents.get(entry.phone) ?? null,
    }));
    const rows: Row[] = await tx.query(
      `SELECT d.row, l.reference, l.unit_id = d.unit_id AS same_unit,
              l.unit_id = d.unit_id AND l.resident_id = d.resident_id AND lower(l.period) = lower(d.days) AS is_same
         FROM json_to_recordset($1) AS d (row int, days daterange, unit_id uuid, resident_id uuid)
         CROSS JOIN LATERAL (
              SELECT id, reference, unit_id, resident_id, period FROM leases o WHERE o.unit_id = d.unit_id AND o.period && d.days AND o.state = ANY ($2)
               UNION
              SELECT id, reference, unit_id, resident_id, period FROM leases o WHERE o.resident_id = d.resident_id AND o.period && d.days AND o.state = ANY ($2)) l`,
      [JSON.stringify(days), [...binding]],
    );
    const same = new Set(rows.filter(({ is_same }) => is_same).map(({ row }) => row));
    const inTheWay = new Map(rows.filter(({ row }) => !same.has(row)).map((row) => [row.row, row]));
    return {
      leases: listed.filter(({ row }) => !same.has(row)),
      unchanged: same.size,
      errors: listed.flatMap(({ row, entry }) => {
        const other = inTheWay.get(row);
        if (!other) return [];
        const [zh, en] = other.same_unit ? ['该房', 'the unit'] : ['该承租人', 'the tenant'];
        const reason = `${zh}在租约 ${other.reference} 的租期内`;
        return [
          cell(row, headingOf('from'), entry.from.toString(), reason, `lies in lease ${other.reference} of ${en}`),
        ];
      }),
    };
  }
}
