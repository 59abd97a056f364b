import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { assertMayAt, Audit, Venue } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { cell } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow } from '../../platform/sheets/check-sheet.rules.js';
import { readSheet } from '../../platform/sheets/read-sheet.js';
import type { Sheet } from '../../platform/sheets/read-sheet.js';
import { Hall } from '../halls/hall.entity.js';
import { SeatMaps } from '../halls/seat-maps.js';
import { EditItems } from './edit-items.service.js';
import { ProgrammeItem } from './programme-item.entity.js';
import { programmeRefusals } from './programme.errors.js';
import { headingOf } from './programme-list.columns.js';
import type { ProgrammeListEntry } from './programme-list.columns.js';
import type { ProgrammeListResult } from './programme-list.contract.js';
import { checkProgrammeList, identityOf, planOf } from './programme-list.rules.js';
import { plannedSlots } from './slot-plan.rules.js';

type Row = CheckedRow<ProgrammeListEntry>;

interface Plan {
  readonly rows: readonly (Row & { readonly knownId: string | undefined })[];
  readonly newHalls: readonly string[];
  readonly errors: readonly CellError[];
}

const mostErrors = 500;

/** Takes a venue's programme as drafts, all of it or nothing. A dry run shows what would happen and writes nothing. */
@Injectable()
export class ImportProgramme {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly edit: EditItems,
    private readonly seatMaps: SeatMaps,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(
    actor: Actor,
    venueId: string,
    file: Buffer,
    dryRun: boolean,
    once?: OnceRequest,
  ): Promise<ProgrammeListResult> {
    assertMayAt(actor, 'programme.edit', venueId);
    const sheet = await readSheet(file, programmeRefusals.list_unreadable);
    return this.idempotency.once(dryRun ? undefined : once, async (tx) => {
      // Two imports into one venue wait for each other.
      const venue = await tx.findOne(Venue, { where: { id: venueId }, lock: { mode: 'for_no_key_update' } });
      if (!venue) throw requestRefusals.not_found();
      const plan = await this.plan(tx, venueId, sheet);
      const { errors } = plan;
      if (errors.length > 0 && !dryRun) {
        throw programmeRefusals.list_has_errors({ count: errors.length, errors: errors.slice(0, mostErrors) });
      }
      const ids = dryRun ? new Map<number, string>() : await this.carryOut(tx, actor, venueId, plan);
      return this.result(dryRun, plan, ids);
    });
  }

  private async plan(tx: Tx, venueId: string, sheet: Sheet): Promise<Plan> {
    const { rows, errors } = checkProgrammeList(sheet, this.clock.zone);
    const known = new Map((await tx.findBy(ProgrammeItem, { venueId })).map((item) => [identityOf(item), item.id]));
    const halls = new Map((await tx.findBy(Hall, { venueId })).map((hall) => [hall.name, hall.id]));
    const missing = new Set(rows.map(({ entry }) => entry.hall).filter((hall) => !halls.has(hall)));
    const seatErrors: CellError[] = [];
    for (const row of rows) {
      if (row.entry.entry === 'numbered')
        seatErrors.push(...(await this.seatErrors(tx, row, halls.get(row.entry.hall))));
    }
    return {
      rows: rows.map((row) => ({ ...row, knownId: known.get(identityOf(row.entry)) })),
      newHalls: [...missing],
      errors: [...errors, ...seatErrors].sort((a, b) => a.row - b.row),
    };
  }

  /** Numbered seats need a hall with a map of as many seats. */
  private async seatErrors(tx: Tx, { row, entry }: Row, hallId: string | undefined): Promise<CellError[]> {
    const map = hallId === undefined ? undefined : await this.seatMaps.inForce(tx, hallId);
    if (!map) return [cell(row, headingOf('hall'), entry.hall, '还没有座位图，不能对号入座', 'has no seat map yet')];
    if (map.seats === entry.places) return [];
    const [zh, en] = [`座位图有 ${map.seats} 个座位`, `the seat map has ${map.seats} seats`];
    return [cell(row, headingOf('places'), String(entry.places), zh, en)];
  }

  private async carryOut(
    tx: Tx,
    actor: Actor,
    venueId: string,
    { rows, newHalls }: Plan,
  ): Promise<Map<number, string>> {
    // Where the list gives no English name, a new hall has the Chinese one until staff do.
    const kindOf = (name: string): Hall['kind'] =>
      rows.some(({ entry }) => entry.hall === name && entry.kind === 'performance') ? 'theatre' : 'exhibition';
    const added = newHalls.map((name) => ({
      id: newId(),
      venueId,
      name,
      nameEn: rows.find(({ entry }) => entry.hall === name && entry.hallEn !== '')?.entry.hallEn ?? name,
      kind: kindOf(name),
    }));
    if (added.length > 0) await tx.insert(Hall, added);
    await this.audit.record(
      tx,
      actor,
      ...added.map((hall) => ({ action: 'hall.added' as const, subjectId: hall.id, facts: hall })),
    );
    const halls = new Map((await tx.findBy(Hall, { venueId })).map(({ id, name }) => [name, id]));
    const ids = new Map<number, string>();
    for (const { row, entry, knownId } of rows) {
      ids.set(row, knownId ?? (await this.edit.write(tx, actor, toInput(entry, halls.get(entry.hall) ?? ''))));
    }
    const created = rows.filter(({ knownId }) => knownId === undefined).length;
    if (created > 0)
      await this.audit.record(tx, actor, { action: 'programme.imported', subjectId: venueId, facts: { created } });
    return ids;
  }

  private result(
    dryRun: boolean,
    { rows, newHalls, errors }: Plan,
    ids: ReadonlyMap<number, string>,
  ): ProgrammeListResult {
    const created = rows.filter(({ knownId }) => knownId === undefined).length;
    return {
      dryRun,
      created,
      unchanged: rows.length - created,
      newHalls: [...newHalls],
      items: rows.map(({ row, entry, knownId }) => ({
        ...{ row, itemId: knownId ?? ids.get(row) ?? null, kind: entry.kind, title: entry.title },
        startsOn: entry.startsOn.toString(),
        outcome: knownId === undefined ? ('created' as const) : ('unchanged' as const),
        slots: plannedSlots(planOf(entry), this.clock.zone).length,
      })),
      errors: errors.slice(0, mostErrors),
    };
  }
}

function toInput(entry: ProgrammeListEntry, hallId: string) {
  const { kind, title, titleEn, places, priceFen } = entry;
  const days = { startsOn: entry.startsOn.toString(), endsOn: entry.endsOn.toString() };
  const { times, closedWeekdays, closedOn } = planOf(entry);
  return {
    ...{ hallId, kind, entry: entry.entry, title, titleEn, about: '', aboutEn: '', ...days },
    ...{ times, closedWeekdays, closedOn, places, priceFen, zonePrices: {}, rules: {} },
  };
}
