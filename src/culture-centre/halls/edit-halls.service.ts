import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { assertMayAt, Audit, Venue } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Hall } from './hall.entity.js';
import type { HallChange, HallInput, HallView, SeatMapInput, SeatMapResult } from './halls.contract.js';
import { hallsRefusals } from './halls.errors.js';
import { HallsQueries } from './halls.queries.js';
import { SeatMapVersion } from './seat-map.entity.js';
import { problemsIn, seatsOf, zoneCounts } from './seat-map.rules.js';
import { SeatMaps } from './seat-maps.js';

/** Staff add halls and draw their seat maps. A map is never changed, only followed by the next version. */
@Injectable()
export class EditHalls {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly queries: HallsQueries,
    private readonly seatMaps: SeatMaps,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  add(actor: Actor, input: HallInput, once?: OnceRequest): Promise<HallView> {
    return this.idempotency.once(once, async (tx) => {
      assertMayAt(actor, 'halls.edit', input.venueId);
      if (!(await tx.existsBy(Venue, { id: input.venueId }))) throw requestRefusals.not_found();
      const hall = { id: newId(), ...input };
      await tx.insert(Hall, hall);
      await this.audit.record(tx, actor, { action: 'hall.added', subjectId: hall.id, facts: { ...input } });
      return this.queries.one(actor, hall.id, tx);
    });
  }

  change(actor: Actor, id: string, change: HallChange): Promise<HallView> {
    return this.transactions.run(async (tx) => {
      await this.locked(tx, actor, id);
      if (Object.keys(change).length > 0) await tx.update(Hall, { id }, change);
      await this.audit.record(tx, actor, { action: 'hall.changed', subjectId: id, facts: { ...change } });
      return this.queries.one(actor, id, tx);
    });
  }

  /** What is sold already stays on the version that it was sold by. */
  drawSeats(actor: Actor, id: string, { map, dryRun }: SeatMapInput): Promise<SeatMapResult> {
    return this.transactions.run(async (tx) => {
      const hall = await this.locked(tx, actor, id);
      if (hall.kind !== 'theatre') throw hallsRefusals.no_seats_here();
      const problems = problemsIn(map);
      if (problems.length > 0) throw hallsRefusals.seat_map_wrong({ problems });
      const before = await this.seatMaps.inForce(tx, id);
      const had = before ? seatsOf(await this.seatMaps.version(id, before.version, tx)).map(({ key }) => key) : [];
      const has = seatsOf(map).map(({ key }) => key);
      const version = (before?.version ?? 0) + 1;
      if (!dryRun) {
        await tx.insert(SeatMapVersion, { hallId: id, version, map, seats: has.length, madeAt: this.clock.now() });
        const facts = { version, seats: has.length };
        await this.audit.record(tx, actor, { action: 'hall.seats_drawn', subjectId: id, facts });
      }
      const changes = { added: missingIn(had, has), removed: missingIn(has, had) };
      return { dryRun, version, seats: has.length, zones: zoneCounts(map), ...changes };
    });
  }

  private async locked(tx: Tx, actor: Actor, id: string): Promise<Hall> {
    const hall = await tx.findOne(Hall, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!hall) throw requestRefusals.not_found();
    assertMayAt(actor, 'halls.edit', hall.venueId);
    return hall;
  }
}

function missingIn(one: readonly string[], other: readonly string[]): string[] {
  const known = new Set(one);
  return other.filter((key) => !known.has(key));
}
