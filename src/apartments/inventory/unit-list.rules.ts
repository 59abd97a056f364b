import { cell, checkSheet, findTwins } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow, CheckedSheet } from '../../platform/sheets/check-sheet.rules.js';
import { fieldsOf } from '../../platform/sheets/columns.js';
import type { Sheet } from '../../platform/sheets/read-sheet.js';
import { headingOf, unitListColumns } from './unit-list.columns.js';
import type { Field, UnitListEntry } from './unit-list.columns.js';

type Identity = Pick<UnitListEntry, 'building' | 'number'>;

/** Reads every cell and names every one that cannot be taken; rows with an error are left out of the rows. */
export function checkUnitList(sheet: Sheet): CheckedSheet<UnitListEntry> {
  const { rows, errors } = checkSheet(sheet, unitListColumns);
  return { rows, errors: [...errors, ...findTwins(rows, identityOf, twinError)] };
}

/** What makes a unit the same unit: its building and its number. */
export function identityOf({ building, number }: Identity): string {
  return `${building}\n${number}`;
}

function twinError({ row, entry }: CheckedRow<UnitListEntry>, first: number): CellError {
  return cell(row, headingOf('number'), entry.number, `与第 ${first} 行重复`, `is the same unit as row ${first}`);
}

/**
 * Numbers that a unit of the building has already but for zeros in front: a spreadsheet that opens a .csv makes 201 of
 * 0201, and the list would add every unit a second time.
 */
export function findLostZeros(rows: readonly CheckedRow<UnitListEntry>[], known: readonly Identity[]): CellError[] {
  const identities = new Set(known.map(identityOf));
  const numbers = new Map(known.map((unit) => [withoutZeros(unit), unit.number]));
  return rows.flatMap(({ row, entry }) => {
    const number = numbers.get(withoutZeros(entry));
    if (number === undefined || identities.has(identityOf(entry))) return [];
    const reason = `已有房号 ${number}，电子表格可能去掉了前面的 0`;
    const reasonEn = `the unit ${number} is there already; a spreadsheet may have dropped the zeros in front`;
    return [cell(row, headingOf('number'), entry.number, reason, reasonEn)];
  });
}

function withoutZeros({ building, number }: Identity): string {
  return identityOf({ building, number: number.replace(/^0+(?=\d)/, '') });
}

/** What the list says otherwise than the house has it, field by field. */
export function differences(known: UnitListEntry, entry: UnitListEntry): Field[] {
  return fieldsOf(unitListColumns).filter((field) => textOf(known, field) !== textOf(entry, field));
}

/** A value as it stands in a list. */
export function textOf(entry: UnitListEntry, field: Field): string {
  return String(cellOf(entry, field));
}

export function cellOf(entry: UnitListEntry, field: Field): string | number {
  if (field === 'equipment') return entry.equipment.join(';');
  return field === 'marketFenPerM2' ? entry.marketFenPerM2 / 100 : entry[field];
}
