import { Injectable } from '@nestjs/common';
import type { PlainDate } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { binding } from '../leases/lease.lifecycle.js';
import { householdRefusals } from './household.errors.js';

type Named = { readonly residentId: string; readonly spouseId: string | null };

/** Who is married to whom: as it is recorded, and before anything is recorded, as the application named the spouse. */
@Injectable()
export class Spouses {
  constructor(private readonly clock: Clock) {}

  async of(tx: Tx, { residentId, spouseId }: Named): Promise<string | null> {
    const [row]: { spouse_id: string; is_so: boolean }[] = await tx.query(
      `SELECT spouse_id, days @> $2::date AS is_so FROM spouses WHERE resident_id = $1 ORDER BY lower(days) DESC LIMIT 1`,
      [residentId, this.clock.today().toString()],
    );
    if (!row) return spouseId;
    return row.is_so ? row.spouse_id : null;
  }

  /** A couple has one home: none is taken or kept on from this day while the recorded spouse has another one. */
  async assertOneHome(tx: Tx, residentId: string, from: PlainDate): Promise<void> {
    const homes: { reference: string }[] = await tx.query(
      `SELECT l.reference FROM spouses s JOIN leases l ON l.resident_id = s.spouse_id
        WHERE s.resident_id = $1 AND s.days @> $2::date AND l.state = ANY ($4) AND upper(l.period) > $3::date LIMIT 1`,
      [residentId, this.clock.today().toString(), from.toString(), binding],
    );
    const [home] = homes;
    if (home) throw householdRefusals.two_homes(home);
  }
}
