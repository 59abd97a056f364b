import { Temporal } from '../../src/kernel/time.js';
import type { PlainDate } from '../../src/kernel/time.js';
import { leaseListColumns } from '../../src/apartments/takeover/lease-list.columns.js';
import type { Field } from '../../src/apartments/takeover/lease-list.columns.js';
import { fieldsOf } from '../../src/platform/sheets/columns.js';
import { csv } from './course-list.js';
import { idCardOf } from './id-card.js';

export type ListedCells = Partial<Record<Field, string>>;

const fields = fieldsOf(leaseListColumns);

/** A lease list as UTF-8 CSV: each row as it is given, other cells empty. */
export function leaseList(rows: readonly ListedCells[]): Buffer {
  const headings = fields.map((field) => leaseListColumns[field].headings[0]);
  return csv([headings, ...rows.map((row) => fields.map((field) => row[field] ?? ''))]);
}

/**
 * Ten years of so many leases over these units: one after the other in each, every tenant renews once, and the last one
 * of each unit is in force. Ends are spread over the days from today on.
 */
export function tenYears(
  units: readonly { readonly building: string; readonly number: string }[],
  leases: number,
  today: PlainDate,
): ListedCells[] {
  const nights = Math.floor((10 * 365 * units.length) / leases);
  let people = 0;
  let document = '';
  return units.flatMap((unit, index) => {
    const count = Math.round(((index + 1) * leases) / units.length) - Math.round((index * leases) / units.length);
    const end = today.add({ days: index % nights });
    return Array.from({ length: count }, (_, at): ListedCells => {
      const back = count - 1 - at;
      const lastDay = end.subtract({ days: back * nights });
      if (at % 2 === 0) {
        people += 1;
        document = idCardOf(Temporal.PlainDate.from('1970-01-01').add({ days: people }).toString());
      }
      const leaves = at % 2 === 1 && back > 0;
      return {
        ...{ earlierNumber: `HT-${index}-${at}`, building: unit.building, number: unit.number },
        ...{ tenant: `租客${people}`, phone: `139${String(people).padStart(8, '0')}`, documentNumber: document },
        ...{ from: lastDay.subtract({ days: nights - 1 }).toString(), lastDay: lastDay.toString(), rentFen: '800' },
        ...(leaves ? { keysBackOn: lastDay.toString(), endReason: '买房了' } : {}),
        ...(back === 0 ? { depositFen: '800', depositReceipt: `YJ-${index}` } : {}),
      };
    });
  });
}
