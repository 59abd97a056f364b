import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id: 19 MiB, two passes. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

/** Takes the same work whether or not there is such a person. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const known = stored ?? (await dummy);
  const fits = await verify(known, password, options).catch(() => false);
  return fits && stored !== undefined;
}

const dummy = hashPassword(randomBytes(16).toString('hex'));

/** A password that a person can type: five groups of four, about 100 bits. */
export function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const characters = [...randomBytes(20)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return characters.match(/.{4}/g)?.join('-') ?? characters;
}
