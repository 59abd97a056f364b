import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { assertMayAt } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Messages } from '../../reminders/messages.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Repair } from './repair.entity.js';
import { repairRefusals } from './repair.errors.js';
import { repairLifecycle } from './repair.lifecycle.js';
import type { RepairState } from './repair.lifecycle.js';
import type { RepairWords, Words } from './repair.messages.js';
import { repairIsOf } from './repairs.queries.js';

/** How every use case takes hold of a repair, moves it, and tells its tenant. Charges are locked before. */
@Injectable()
export class Repairs {
  constructor(private readonly messages: Messages) {}

  async lockOwn(tx: Tx, residentId: string, id: string): Promise<Repair> {
    const found: unknown[] = await tx.query(
      `SELECT 1 FROM repairs r JOIN leases l ON l.id = r.lease_id
        WHERE r.id = $1 AND ${repairIsOf('$2')} FOR NO KEY UPDATE OF r`,
      [id, residentId],
    );
    if (found.length === 0) throw requestRefusals.not_found();
    return tx.findOneByOrFail(Repair, { id });
  }

  async lockForStaff(tx: Tx, actor: Actor, id: string): Promise<Repair & { readonly venueId: string }> {
    const repair = await tx.findOne(Repair, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!repair) throw requestRefusals.not_found();
    const venueId = await venueOfUnit(tx, repair.unitId);
    assertMayAt(actor, 'repairs.manage', venueId);
    return { ...repair, venueId };
  }

  /** Refuses a move that the lifecycle does not know. */
  async move(tx: Tx, { id, state }: Repair, to: RepairState, change: Partial<Repair> = {}): Promise<void> {
    if (!repairLifecycle.mayMove(state, to)) throw repairRefusals.not_in_this_state({ state });
    await tx.update(Repair, { id }, { ...change, state: to });
  }

  /** In the transaction of the act; nobody is told where the unit stood empty. */
  async tell(
    tx: Tx,
    kind: 'planned' | 'moved' | 'done' | 'refused',
    { id, residentId, unitId, category, reference }: Repair,
    words: (about: RepairWords) => Words,
  ): Promise<void> {
    if (residentId === null) return;
    const [place]: { zh: string; en: string }[] = await tx.query(
      `SELECT v.name || ' ' || b.name || ' ' || u.number AS zh, v.name_en || ', ' || b.name_en || ', ' || u.number AS en
         FROM units u JOIN buildings b ON b.id = u.building_id JOIN venues v ON v.id = b.venue_id WHERE u.id = $1`,
      [unitId],
    );
    await this.messages.say(tx, {
      kind: `repair.${kind}`,
      subject: { kind: 'repair', id },
      residentId,
      // A visit may be moved many times, and each move happens once.
      occurrence: newId(),
      ...words({ place: place ?? { zh: '', en: '' }, category, reference }),
    });
  }
}
