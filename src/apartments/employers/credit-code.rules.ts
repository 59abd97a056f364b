const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** As it is printed: upper case, without spaces; full-width characters as their plain ones. */
export function normaliseCreditCode(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/\s/g, '');
}

/** GB 32100-2015: 17 characters without I, O, S, V, Z, and a check character by powers of 3 modulo 31. */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    sum += weight * alphabet.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31) === code.charAt(17);
}
