import { documentTypeInList } from '../../people/index.js';
import type { DocumentType } from '../../people/index.js';
import { name } from '../../platform/sheets/columns.js';
import type { Columns } from '../../platform/sheets/columns.js';

/** One row of a name list. */
export interface NameListEntry {
  readonly name: string;
  readonly type: DocumentType;
  readonly number: string;
}

/** The columns of a name list; a sheet that drops the zeros or turns numbers into 3.2E+17 is found by the check character. */
export const nameListColumns: Columns<NameListEntry> = {
  name: { headings: ['姓名', 'name'], read: name(60) },
  type: { headings: ['证件类型', 'type'], empty: 'id_card', read: documentTypeInList },
  number: { headings: ['证件号码', '证件号', '身份证号', 'number'], read: name(40) },
};

/** An error shows the end of a number only: with a mistake, or in the wrong column, it is a number all the same. */
export function masked(number: string): string {
  return `…${number.slice(-4)}`;
}

/** What is repeated of a heading or cell: with so many digits it may be somebody's number, however it is spaced. */
export function withoutNumbers(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '').length < 6 ? typed : masked(typed);
}
