import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Admission } from '../../admission/index.js';
import { IdentityDocuments } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { cell, checkSheet, findTwins } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow } from '../../platform/sheets/check-sheet.rules.js';
import { readSheet } from '../../platform/sheets/read-sheet.js';
import type { OrderDetails, Visitor } from '../orders/order-details.js';
import type { OrderView } from '../orders/orders.contract.js';
import { priceOf } from '../programme/prices.rules.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import { Slot } from '../programme/slot.entity.js';
import type { GroupQuery, GroupView } from './groups.contract.js';
import { groupsRefusals } from './groups.errors.js';
import { GroupsQueries } from './groups.queries.js';
import { masked, nameListColumns, withoutNumbers } from './name-list.columns.js';
import type { NameListEntry } from './name-list.columns.js';

/** Staff have so long to look at a request; in that time its places are nobody else's. */
export const decideWithinHours = 72;

const mostErrors = 500;

/** A school or company asks to come, with a list of names: all of them or nobody. Its places are held until staff decide. */
@Injectable()
export class AskForGroup {
  constructor(
    private readonly source: DataSource,
    private readonly documents: IdentityDocuments,
    private readonly admission: Admission,
    private readonly queries: GroupsQueries,
  ) {}

  async run(
    me: ResidentActor,
    slotId: string,
    group: GroupQuery,
    file: Buffer,
    once?: OnceRequest,
  ): Promise<GroupView> {
    const slot = await this.source.manager.findOneBy(Slot, { id: slotId });
    if (!slot) throw requestRefusals.not_found();
    const item = await this.source.manager.findOneByOrFail(ProgrammeItem, { id: slot.itemId });
    const { largestGroup } = item.rules;
    if (largestGroup === 0 || item.entry === 'numbered') throw groupsRefusals.no_groups_here();
    const visitors = await this.visitors(item, file);
    const people = visitors.length;
    if (people > largestGroup) throw groupsRefusals.too_large({ people, largestGroup });
    const details: OrderDetails = { kind: 'visitors', visitors, group };
    const order = await this.admission.enter<OrderView>({
      ...{ poolId: slot.poolId, kind: slot.kind, residentId: me.id, by: me, once, details, places: people },
      ...{ ofAnySize: true, neverWaits: true, holdMinutes: decideWithinHours * 60 },
      feesFen: visitors.map(({ feeFen }) => feeFen),
    });
    return this.queries.ofOrder(me.id, order.orderId);
  }

  private async visitors(item: ProgrammeItem, file: Buffer): Promise<Visitor[]> {
    const sheet = await readSheet(file, groupsRefusals.list_unreadable);
    const { rows, errors } = checkSheet(sheet, nameListColumns, withoutNumbers);
    const read = rows.map((row) => ({ row, ...this.read(row) }));
    const twins = findTwins(
      rows,
      ({ type, number }) => `${type} ${number.toUpperCase()}`,
      (checked, first) => {
        const { number } = checked.entry;
        return cell(checked.row, '证件号码', masked(number), `与第 ${first} 行重复`, `is the same as in row ${first}`);
      },
    );
    const all = [...errors, ...read.flatMap(({ error }) => error ?? []), ...twins].sort((a, b) => a.row - b.row);
    if (all.length > 0) throw groupsRefusals.list_has_errors({ count: all.length, errors: all.slice(0, mostErrors) });
    if (rows.length === 0) throw groupsRefusals.list_empty();
    const feeFen = priceOf(item, { zone: null, priceClass: 'adult' });
    return read.map(({ row, document }) => ({
      ...{ name: row.entry.name, document: document ?? null, priceClass: 'adult' as const, feeFen },
    }));
  }

  private read({ row, entry }: CheckedRow<NameListEntry>) {
    const read = this.documents.readInList(entry.type, entry.number);
    if ('value' in read) return { document: read.value };
    const wrong: CellError = cell(row, '证件号码', masked(entry.number), read.wrong.zh, read.wrong.en);
    return { error: wrong };
  }
}
