import { Temporal } from '../kernel/time.js';
import type { PlainDate } from '../kernel/time.js';

/** Papers that say who somebody is. */
export const documentTypes = [
  'id_card',
  'passport',
  'hk_macau_permit',
  'taiwan_permit',
  'foreign_permanent_resident',
] as const;
export type DocumentType = (typeof documentTypes)[number];

const shapes: Record<DocumentType, RegExp> = {
  id_card: /^\d{17}[\dX]$/,
  passport: /^[A-Z0-9]{5,15}$/,
  hk_macau_permit: /^[HM]?\d{8,10}$/,
  taiwan_permit: /^\d{8}[A-Z0-9]{0,3}$/,
  foreign_permanent_resident: /^([A-Z]{3}\d{12}|9\d{16}[\dX])$/,
};

/** Upper case, without spaces; full-width digits and letters as their plain ones. */
export function normaliseDocumentNumber(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/\s/g, '');
}

export function isDocumentNumber(type: DocumentType, number: string): boolean {
  return shapes[type].test(number) && (type !== 'id_card' || isIdCard(number));
}

/** GB 11643-1999: eight digits of birth date, and a check character by ISO 7064 MOD 11-2. */
function isIdCard(number: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number.charAt(index)), 0);
  return '10X98765432'.charAt(sum % 11) === number.charAt(17) && birthDateIn(number) !== undefined;
}

/** The birth date that an ID card number contains; undefined when those digits are no date. */
export function birthDateIn(idCard: string): PlainDate | undefined {
  const [year, month, day] = [idCard.slice(6, 10), idCard.slice(10, 12), idCard.slice(12, 14)].map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1900) return undefined;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** `110***********002X`: the first three and the last four characters; shorter numbers show the last two. */
export function maskDocumentNumber(number: string): string {
  if (number.length < 10) return '*'.repeat(number.length - 2) + number.slice(-2);
  return number.slice(0, 3) + '*'.repeat(number.length - 7) + number.slice(-4);
}
