import { isDayBefore, laterDay } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { cell, checkSheet, findTwins } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow, CheckedSheet } from '../../platform/sheets/check-sheet.rules.js';
import type { Sheet } from '../../platform/sheets/read-sheet.js';
import { identityOf } from '../inventory/unit-list.rules.js';
import { headingOf, leaseListColumns } from './lease-list.columns.js';
import type { Field, LeaseListEntry } from './lease-list.columns.js';

/** A lease of the list as the house will have it. */
export interface ListedLease extends CheckedRow<LeaseListEntry> {
  readonly period: Period;
  readonly state: 'let' | 'ended';
  readonly keysGivenOn: PlainDate | null;
  readonly keysBackOn: PlainDate | null;
  readonly endReason: string | null;
  /** The row of the lease that this one goes on from: same tenant, same unit, no day between. */
  readonly previousRow: number | null;
}

type Row = CheckedRow<LeaseListEntry>;

/** The law allows no lease above 20 years. */
const longestYears = 20;

/** Reads the list and names every cell that cannot be taken, also where rows contradict each other. */
export function checkLeaseList(sheet: Sheet, today: PlainDate): CheckedSheet<LeaseListEntry> {
  const read = checkSheet(sheet, leaseListColumns);
  const faults = read.rows.flatMap((row) => faultsOf(row, today));
  const faulty = new Set(faults.map(({ row }) => row));
  // A row that makes no sense by itself makes none beside others.
  const rows = read.rows.filter(({ row }) => !faulty.has(row));
  const errors = [
    ...read.errors,
    ...faults,
    ...findTwins(rows, ({ phone, ...one }) => `${identityOf(one)}\n${phone}\n${one.from.toString()}`, twinOf),
    ...findTwins(withReceipt(rows), ({ depositReceipt }) => depositReceipt ?? '', receiptTwinOf),
    ...grouped(rows, identityOf).flatMap((inOrder) => faultsOfUnit(inOrder, today)),
    ...grouped(rows, ({ phone }) => phone).flatMap(faultsOfPerson),
  ];
  return { rows, errors };
}

/** What the rows come to, each beside its neighbours in the unit. The list has no faults. */
export function listedLeases(rows: readonly Row[], today: PlainDate): ListedLease[] {
  return grouped(rows, identityOf).flatMap((inOrder) => {
    return inOrder.map((row, index): ListedLease => {
      const { entry } = row;
      const [before, after] = [inOrder[index - 1], inOrder[index + 1]];
      const goesOn = after && isRenewal(row, after) && !isDayBefore(today, after.entry.from);
      const keysBackOn = entry.keysBackOn ?? (goesOn ? after.entry.from : null);
      const hasBegun = !isDayBefore(today, entry.from);
      return {
        ...{ row: row.row, entry, keysBackOn, period: periodOf(entry) },
        state: keysBackOn ? 'ended' : 'let',
        keysGivenOn: entry.keysGivenOn ?? (hasBegun ? entry.from : null),
        endReason: keysBackOn && (entry.endReason ?? (goesOn ? 'renewed' : 'taken over')),
        previousRow: before && isRenewal(before, row) ? before.row : null,
      };
    });
  });
}

/** Keys that came back before the last day end the lease with them. */
function periodOf({ from, lastDay, keysBackOn }: LeaseListEntry): Period {
  const early = keysBackOn !== null && isDayBefore(keysBackOn, lastDay);
  return { from, until: early ? laterDay(keysBackOn, from.add({ days: 1 })) : lastDay.add({ days: 1 }) };
}

function faultsOf({ row, entry }: Row, today: PlainDate): CellError[] {
  const { from, lastDay, keysGivenOn, keysBackOn, depositFen, depositReceipt } = entry;
  const faults: CellError[] = [];
  const add = (field: Field, zh: string, en: string) => {
    faults.push(cell(row, headingOf(field), String(entry[field] ?? ''), zh, en));
  };
  if (isDayBefore(lastDay, from)) add('lastDay', '早于起租日', 'is before the first day');
  else if (!isDayBefore(lastDay, from.add({ years: longestYears }))) {
    add('lastDay', `租期不得超过 ${longestYears} 年`, `a lease must not be longer than ${longestYears} years`);
  }
  if (keysGivenOn && isDayBefore(keysGivenOn, from)) add('keysGivenOn', '早于起租日', 'is before the first day');
  if (keysGivenOn && isDayBefore(today, keysGivenOn)) add('keysGivenOn', '晚于今天', 'is after today');
  if (keysBackOn && isDayBefore(keysBackOn, keysGivenOn ?? from)) {
    add('keysBackOn', '早于交房日', 'is before the keys were given');
  }
  if (keysBackOn && isDayBefore(today, keysBackOn)) add('keysBackOn', '晚于今天', 'is after today');
  if (depositFen > 0 && depositReceipt === null) {
    add('depositReceipt', '有押金须填收据号', 'a deposit needs the number of its receipt');
  }
  return faults;
}

/** Of the leases of one unit, by their first days: no two on one day, and keys back before they are given again. */
function faultsOfUnit(inOrder: readonly Row[], today: PlainDate): CellError[] {
  return inOrder.flatMap((row, index) => {
    const next = inOrder[index + 1];
    if (!next) return [];
    const { entry } = next;
    if (isDayBefore(entry.from, periodOf(row.entry).until)) return [overlap(next, row.row, 'the unit', '该房')];
    if (isRenewal(row, next) || isDayBefore(today, entry.from)) return [];
    const { keysBackOn } = row.entry;
    if (keysBackOn && !isDayBefore(entry.keysGivenOn ?? entry.from, keysBackOn)) return [];
    const column = headingOf('keysBackOn');
    const zh = `须填退房日，且不晚于第 ${next.row} 行的交房日`;
    const en = `must say when the keys came back, not after row ${next.row} had them`;
    return [cell(row.row, column, keysBackOn?.toString() ?? '', zh, en)];
  });
}

/** One phone is one person: one name, one document, one home at a time. */
function faultsOfPerson(inOrder: readonly Row[]): CellError[] {
  const [first] = inOrder;
  const document = inOrder.find(({ entry }) => entry.documentNumber !== null);
  return inOrder.flatMap((row, index) => {
    if (!first) return [];
    const { entry } = row;
    const before = inOrder[index - 1];
    const faults: CellError[] = [];
    const differs = (field: 'tenant' | 'documentNumber', value: string, from: Row) => {
      const zh = `与第 ${from.row} 行同一手机号的不同`;
      faults.push(cell(row.row, headingOf(field), value, zh, `differs from row ${from.row}, which has the same phone`));
    };
    if (entry.tenant !== first.entry.tenant) differs('tenant', entry.tenant, first);
    if (document && entry.documentNumber !== null && entry.documentNumber !== document.entry.documentNumber) {
      differs('documentNumber', '', document);
    }
    if (before && isDayBefore(entry.from, periodOf(before.entry).until)) {
      faults.push(overlap(row, before.row, 'the tenant', '同一承租人'));
    }
    return faults;
  });
}

function isRenewal({ entry: before }: Row, { entry: after }: Row): boolean {
  const stayed = before.keysBackOn === null || !isDayBefore(before.keysBackOn, before.lastDay);
  const follows = before.lastDay.add({ days: 1 }).equals(after.from);
  return stayed && follows && before.phone === after.phone && identityOf(before) === identityOf(after);
}

function withReceipt(rows: readonly Row[]): Row[] {
  return rows.filter(({ entry }) => entry.depositFen > 0 && entry.depositReceipt !== null);
}

function grouped(rows: readonly Row[], by: (entry: LeaseListEntry) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = by(row.entry);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map((group) => group.toSorted((a, b) => compareDays(a.entry.from, b.entry.from)));
}

function compareDays(a: PlainDate, b: PlainDate): number {
  if (isDayBefore(a, b)) return -1;
  return isDayBefore(b, a) ? 1 : 0;
}

function overlap({ row, entry }: Row, other: number, en: string, zh: string): CellError {
  const column = headingOf('from');
  return cell(row, column, entry.from.toString(), `${zh}在第 ${other} 行的租期内`, `lies in row ${other} of ${en}`);
}

function twinOf({ row, entry }: Row, first: number): CellError {
  return cell(row, headingOf('number'), entry.number, `与第 ${first} 行重复`, `is the same lease as row ${first}`);
}

function receiptTwinOf({ row, entry }: Row, first: number): CellError {
  const value = entry.depositReceipt ?? '';
  return cell(row, headingOf('depositReceipt'), value, `与第 ${first} 行相同`, `is the receipt of row ${first} too`);
}
