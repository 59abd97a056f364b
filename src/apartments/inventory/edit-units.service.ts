import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Building } from './building.entity.js';
import { lockBuilding, lockUnit } from './lock-units.js';
import { Unit } from './unit.entity.js';
import type {
  BuildingChange,
  BuildingInput,
  BuildingView,
  UnitChange,
  UnitDetails,
  UnitInput,
} from './units.contract.js';
import { UnitsQueries } from './units.queries.js';

/** Adds and corrects the buildings of an apartment house and their units, one at a time. */
@Injectable()
export class EditUnits {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly queries: UnitsQueries,
    private readonly audit: Audit,
  ) {}

  addBuilding(actor: Actor, input: BuildingInput, once?: OnceRequest): Promise<BuildingView> {
    assertMayAt(actor, 'units.edit', input.venueId);
    return this.idempotency.once(once, async (tx) => {
      const building = { id: newId(), ...input };
      await tx.insert(Building, building);
      await this.audit.record(tx, actor, { action: 'building.added', subjectId: building.id, facts: { ...input } });
      return this.queries.building(actor, building.id, tx);
    });
  }

  changeBuilding(actor: Actor, id: string, change: BuildingChange): Promise<BuildingView> {
    return this.transactions.run(async (tx) => {
      const building = await lockBuilding(tx, actor, id);
      await tx.save(Building, { ...building, ...change });
      const facts = { from: { name: building.name, nameEn: building.nameEn }, ...change };
      await this.audit.record(tx, actor, { action: 'building.changed', subjectId: id, facts });
      return this.queries.building(actor, id, tx);
    });
  }

  addUnit(actor: Actor, buildingId: string, input: UnitInput, once?: OnceRequest): Promise<UnitDetails> {
    return this.idempotency.once(once, async (tx) => {
      await lockBuilding(tx, actor, buildingId);
      const unit = { id: newId(), buildingId, ...input };
      await tx.insert(Unit, unit);
      await this.audit.record(tx, actor, { action: 'unit.added', subjectId: unit.id, facts: unit });
      return this.queries.one(actor, unit.id, undefined, tx);
    });
  }

  changeUnit(actor: Actor, id: string, change: UnitChange): Promise<UnitDetails> {
    return this.transactions.run(async (tx) => {
      const unit = await lockUnit(tx, actor, id);
      await tx.save(Unit, { ...unit, ...change });
      const fields = Object.keys(change) as (keyof UnitChange)[];
      const from = Object.fromEntries(fields.map((field) => [field, unit[field]]));
      await this.audit.record(tx, actor, { action: 'unit.changed', subjectId: id, facts: { from, ...change } });
      return this.queries.one(actor, id, undefined, tx);
    });
  }
}
