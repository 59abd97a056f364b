import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { assertMayAt, Audit, Venue } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { CellError, CheckedRow } from '../../platform/sheets/check-sheet.rules.js';
import { readSheet } from '../../platform/sheets/read-sheet.js';
import type { Sheet } from '../../platform/sheets/read-sheet.js';
import { Building } from './building.entity.js';
import { findKnownUnits } from './known-units.js';
import type { KnownUnit } from './known-units.js';
import { headingOf } from './unit-list.columns.js';
import type { UnitListEntry } from './unit-list.columns.js';
import type { UnitListResult } from './unit-list.contract.js';
import { checkUnitList, differences, findLostZeros, identityOf, textOf } from './unit-list.rules.js';
import { Unit } from './unit.entity.js';
import { unitsRefusals } from './units.errors.js';

interface Step extends CheckedRow<UnitListEntry> {
  readonly known: KnownUnit | undefined;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly changes: readonly { readonly column: string; readonly from: string; readonly to: string }[];
}

interface Plan {
  readonly steps: readonly Step[];
  readonly newBuildings: readonly string[];
  readonly errors: readonly CellError[];
}

const mostErrors = 500;

/** Takes a house's unit list, all of it or nothing. A dry run shows what would happen and writes nothing. */
@Injectable()
export class ImportUnitList {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  async run(actor: Actor, venueId: string, file: Buffer, dryRun: boolean, once?: OnceRequest): Promise<UnitListResult> {
    assertMayAt(actor, 'units.edit', venueId);
    const sheet = await readSheet(file, unitsRefusals.unit_list_unreadable);
    return this.idempotency.once(dryRun ? undefined : once, async (tx) => {
      // Two imports into one house wait for each other.
      const house = await tx.findOne(Venue, { where: { id: venueId }, lock: { mode: 'for_no_key_update' } });
      if (!house) throw requestRefusals.not_found();
      const plan = await this.plan(tx, venueId, sheet);
      const { errors } = plan;
      if (errors.length > 0 && !dryRun) {
        throw unitsRefusals.unit_list_has_errors({ count: errors.length, errors: errors.slice(0, mostErrors) });
      }
      if (!dryRun) await this.carryOut(tx, actor, venueId, plan);
      return toResult(dryRun, plan);
    });
  }

  private async plan(tx: Tx, venueId: string, sheet: Sheet): Promise<Plan> {
    const { rows, errors } = checkUnitList(sheet);
    const known = await findKnownUnits(tx, venueId, true);
    const knownEntries = [...known.values()].map(({ entry }) => entry);
    const buildings = new Set((await tx.findBy(Building, { venueId })).map(({ name }) => name));
    const named = new Set(rows.map(({ entry }) => entry.building));
    return {
      steps: rows.map((row) => toStep(row, known.get(identityOf(row.entry)))),
      newBuildings: [...named].filter((name) => !buildings.has(name)),
      errors: [...errors, ...findLostZeros(rows, knownEntries)].sort((a, b) => a.row - b.row),
    };
  }

  private async carryOut(tx: Tx, actor: Actor, venueId: string, { steps, newBuildings }: Plan): Promise<void> {
    const changing = steps.filter(({ outcome }) => outcome !== 'unchanged');
    if (changing.length === 0) return;
    await this.addBuildings(tx, actor, venueId, newBuildings);
    const buildings = new Map((await tx.findBy(Building, { venueId })).map(({ id, name }) => [name, id]));
    const written = changing.map((step) => ({ step, unit: toUnit(step, buildings) }));
    const created = written.flatMap(({ step, unit }) => (step.known ? [] : [unit]));
    const updated = written.flatMap(({ step, unit }) => (step.known ? [unit] : []));
    if (created.length > 0) await tx.insert(Unit, created);
    if (updated.length > 0) await tx.upsert(Unit, updated, ['id']);
    const deeds = written.map(({ step: { known, changes }, unit }) => {
      return known
        ? { action: 'unit.changed' as const, subjectId: unit.id, facts: { changes } }
        : { action: 'unit.added' as const, subjectId: unit.id, facts: { ...unit } };
    });
    const imported = { action: 'unit_list.imported', subjectId: venueId, facts: counts(steps) } as const;
    await this.audit.record(tx, actor, imported, ...deeds);
  }

  /** A list has no English names: until staff give one, a new building has the Chinese one. */
  private async addBuildings(tx: Tx, actor: Actor, venueId: string, names: readonly string[]): Promise<void> {
    const buildings = names.map((name) => ({ id: newId(), venueId, name, nameEn: name }));
    if (buildings.length > 0) await tx.insert(Building, buildings);
    const deeds = buildings.map((one) => ({ action: 'building.added' as const, subjectId: one.id, facts: { ...one } }));
    await this.audit.record(tx, actor, ...deeds);
  }
}

function toStep(checked: CheckedRow<UnitListEntry>, known: KnownUnit | undefined): Step {
  if (!known) return { ...checked, known, outcome: 'created', changes: [] };
  const changes = differences(known.entry, checked.entry).map((field) => {
    return { column: headingOf(field), from: textOf(known.entry, field), to: textOf(checked.entry, field) };
  });
  return { ...checked, known, outcome: changes.length > 0 ? 'updated' : 'unchanged', changes };
}

function toUnit({ entry, known }: Step, buildings: ReadonlyMap<string, string>): Unit {
  const { building, equipment, ...rest } = entry;
  const buildingId = buildings.get(building);
  if (buildingId === undefined) throw new Error('A building of the list was not added.');
  return { id: known?.id ?? newId(), buildingId, ...rest, equipment: [...equipment] };
}

function counts(steps: readonly Step[]): Record<Step['outcome'], number> {
  const count = (outcome: Step['outcome']) => steps.filter((step) => step.outcome === outcome).length;
  return { created: count('created'), updated: count('updated'), unchanged: count('unchanged') };
}

function toResult(dryRun: boolean, { steps, newBuildings, errors }: Plan): UnitListResult {
  return {
    dryRun,
    ...counts(steps),
    newBuildings: [...newBuildings],
    units: steps.map(({ row, entry: { building, number }, outcome, changes }) => {
      return { row, building, number, outcome, changes: [...changes] };
    }),
    errors: errors.slice(0, mostErrors),
  };
}
