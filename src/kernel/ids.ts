import { v7 } from 'uuid';
import { randomBelow, randomBytes } from './random.js';

let counter = new DataView(randomBytes(4).buffer).getUint32(0);

/** A new uuid v7: unique, and sorted by the time it was made, also within a millisecond of one process. */
export function newId(): string {
  counter = (counter + 1) >>> 0;
  return v7({ random: randomBytes(16), seq: counter });
}

/** Letters and digits that nobody mistakes for each other when read aloud: no 0, O, 1, I, L. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * A short public reference such as `E7KM-4QXR`: seven random characters and a check character
 * (weighted sum modulo 31), so that one wrong or two swapped characters are noticed on the phone.
 */
export function newReference(): string {
  let body = '';
  while (body.length < 7) body += alphabet.charAt(randomBelow(alphabet.length));
  return withHyphen(body + checkCharacter(body));
}

/** The reference in its written form, or undefined when it was mistyped. Case and hyphens do not matter. */
export function readReference(typed: string): string | undefined {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '');
  const wellFormed = plain.length === 8 && [...plain].every((character) => alphabet.includes(character));
  if (!wellFormed || checkCharacter(plain.slice(0, 7)) !== plain.charAt(7)) return undefined;
  return withHyphen(plain);
}

function withHyphen(plain: string): string {
  return `${plain.slice(0, 4)}-${plain.slice(4)}`;
}

function checkCharacter(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index++) sum += alphabet.indexOf(body.charAt(index)) * (index + 2);
  return alphabet.charAt(sum % alphabet.length);
}
