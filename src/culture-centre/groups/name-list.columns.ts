import { documentTypes } from '../../people/index.js';
import type { DocumentType } from '../../people/index.js';
import { name, wrong } from '../../platform/sheets/columns.js';
import type { Columns, Read } from '../../platform/sheets/columns.js';

/** One row of a name list. */
export interface NameListEntry {
  readonly name: string;
  readonly type: DocumentType;
  readonly number: string;
}

const types: Readonly<Record<string, DocumentType>> = {
  身份证: 'id_card',
  居民身份证: 'id_card',
  护照: 'passport',
  港澳通行证: 'hk_macau_permit',
  台胞证: 'taiwan_permit',
  外国人永久居留身份证: 'foreign_permanent_resident',
};

function documentType(text: string): Read<DocumentType> {
  const value = types[text] ?? documentTypes.find((type) => type === text);
  return value
    ? { value }
    : wrong(`须为${Object.keys(types).join('、')}之一`, `must be one of ${documentTypes.join(', ')}`);
}

/** The columns of a name list; a sheet that drops the zeros or turns numbers into 3.2E+17 is found by the check character. */
export const nameListColumns: Columns<NameListEntry> = {
  name: { headings: ['姓名', 'name'], read: name(60) },
  type: { headings: ['证件类型', 'type'], empty: 'id_card', read: documentType },
  number: { headings: ['证件号码', '证件号', '身份证号', 'number'], read: name(40) },
};
