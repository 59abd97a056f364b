import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { findTakings, isSomebodyStaying } from '../inventory/unit-state.queries.js';
import { leaseRefusals } from './lease.errors.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import type { UnitForRent } from '../rents/rent.rules.js';

export interface UnitToLet extends UnitForRent {
  readonly id: string;
  readonly venueId: string;
}

/** Units as a lease needs them. */
@Injectable()
export class UnitsToLet {
  /** The unit of this house, locked against a change of its area or price until the transaction ends. */
  async lock(tx: Tx, unitId: string, venueId: string): Promise<UnitToLet> {
    const [row]: { id: string; area_m2: string; market_fen_per_m2: number }[] = await tx.query(
      `SELECT u.id, u.area_m2, u.market_fen_per_m2 FROM units u JOIN buildings b ON b.id = u.building_id
        WHERE u.id = $1 AND b.venue_id = $2 FOR SHARE OF u`,
      [unitId, venueId],
    );
    if (!row) throw requestRefusals.not_found();
    return { id: row.id, venueId, areaM2: Number(row.area_m2), marketFenPerM2: row.market_fen_per_m2 };
  }

  async assertInService(tx: Tx, unitId: string, period: Period): Promise<void> {
    const takings = await findTakings(tx, unitId, period);
    const outage = takings.find(({ state }) => state === 'out_of_service');
    if (!outage) return;
    throw leaseRefusals.unit_out_of_service({ from: outage.from, until: outage.until ?? period.until });
  }

  /** Nobody's home is given to somebody else while they may still renew, or have not left. */
  async assertNobodyStays(tx: Tx, unitId: string, days: { today: PlainDate; from: PlainDate }): Promise<void> {
    if (await isSomebodyStaying(tx, unitId, days)) throw leaseRefusals.unit_lived_in();
  }
}
