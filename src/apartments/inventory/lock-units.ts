import type { EntityManager } from 'typeorm';
import { assertMayAt } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Building } from './building.entity.js';
import { UnitOutage } from './unit-outage.entity.js';
import { Unit } from './unit.entity.js';

/** A building that nobody else changes until the end of the transaction, for whoever may edit it. */
export async function lockBuilding(tx: Tx, actor: Actor, id: string): Promise<Building> {
  const building = await tx.findOne(Building, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!building) throw requestRefusals.not_found();
  assertMayAt(actor, 'units.edit', building.venueId);
  return building;
}

/** The same for a unit; leases and outages of a unit wait for each other here. */
export async function lockUnit(tx: Tx, actor: Actor, id: string): Promise<Unit> {
  const unit = await tx.findOne(Unit, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!unit) throw requestRefusals.not_found();
  assertMayAt(actor, 'units.edit', await venueOfUnit(tx, id));
  return unit;
}

/** The apartment house of a unit. */
export async function venueOfUnit(manager: EntityManager, unitId: string): Promise<string> {
  const [row]: { venue_id: string }[] = await manager.query(
    `SELECT b.venue_id FROM units u JOIN buildings b ON b.id = u.building_id WHERE u.id = $1`,
    [unitId],
  );
  if (!row) throw requestRefusals.not_found();
  return row.venue_id;
}

/** An outage, with its unit locked. */
export async function lockOutage(tx: Tx, actor: Actor, id: string): Promise<UnitOutage> {
  const found = await tx.findOneBy(UnitOutage, { id });
  if (!found) throw requestRefusals.not_found();
  await lockUnit(tx, actor, found.unitId);
  const outage = await tx.findOneBy(UnitOutage, { id });
  if (!outage) throw requestRefusals.not_found();
  return outage;
}
