import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { assertMayAt, Audit, venuesWith } from '../../people/index.js';
import type { Actor, Right } from '../../people/index.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Hall } from '../halls/hall.entity.js';
import { Gate } from './gate.entity.js';
import type { GateInput, GateView, GateViews } from './gates.contract.js';
import { gatesRefusals } from './gates.errors.js';

/** The doors of the venues, for whoever may work at them. */
@Injectable()
export class Gates {
  constructor(
    private readonly source: DataSource,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  add(actor: Actor, input: GateInput, once: OnceRequest | undefined): Promise<GateView> {
    return this.idempotency.once(once, async (tx) => {
      assertMayAt(actor, 'gates.edit', input.venueId);
      const { hallId, venueId } = input;
      if (hallId !== null && !(await tx.existsBy(Hall, { id: hallId, venueId }))) throw gatesRefusals.hall_elsewhere();
      const gate = { id: newId(), ...input };
      await tx.insert(Gate, gate);
      await this.audit.record(tx, actor, { action: 'gate.added', subjectId: gate.id, facts: { ...input } });
      return gate;
    });
  }

  async list(actor: Actor): Promise<GateViews> {
    const items: GateView[] = await this.source.query(
      `SELECT id, venue_id AS "venueId", hall_id AS "hallId", name, name_en AS "nameEn" FROM gates
        WHERE $1::uuid[] IS NULL OR venue_id = ANY ($1) ORDER BY name LIMIT 500`,
      [venuesWith(actor, 'gates.run')],
    );
    return { items };
  }

  /** The gate, for somebody who may work at it. */
  async find(manager: EntityManager, actor: Actor, id: string, right: Right = 'gates.run'): Promise<Gate> {
    const gate = await manager.findOneBy(Gate, { id });
    if (!gate) throw requestRefusals.not_found();
    assertMayAt(actor, right, gate.venueId);
    return gate;
  }
}
