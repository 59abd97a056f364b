import { wrong } from '../platform/sheets/columns.js';
import type { Read } from '../platform/sheets/columns.js';
import { documentTypes } from './identity-document.rules.js';
import type { DocumentType } from './identity-document.rules.js';
import { readMobileNumber } from './phone.rules.js';

const types: Readonly<Record<string, DocumentType>> = {
  身份证: 'id_card',
  居民身份证: 'id_card',
  护照: 'passport',
  港澳通行证: 'hk_macau_permit',
  台胞证: 'taiwan_permit',
  外国人永久居留身份证: 'foreign_permanent_resident',
};

/** A cell that says what kind of identity document somebody has, in words or as the API names it. */
export function documentTypeInList(text: string): Read<DocumentType> {
  const value = types[text] ?? documentTypes.find((type) => type === text);
  return value
    ? { value }
    : wrong(`须为${Object.keys(types).join('、')}之一`, `must be one of ${documentTypes.join(', ')}`);
}

/** A cell with a mobile number, as E.164. */
export function mobileNumberInList(text: string): Read<string> {
  const value = readMobileNumber(text);
  return value === undefined ? wrong('须为中国大陆手机号', 'must be a mobile number of mainland China') : { value };
}
