import { createHmac, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tokenOf } from '../load/requests.js';
import type { Crowd } from '../load/requests.js';

/** What makes tokens and their hashes. */
export interface Keys {
  readonly hashKey: string;
  readonly secret: string;
}

const atOnce = 20_000;
export const grownUp = '1995-05-01';
export const child = '2016-05-01';

/**
 * Signing in by SMS is not what is measured, so people come signed in already. What the house keeps of a token is
 * HMAC-SHA-256 under HASH_KEY over `sign-in token`, a zero byte and the token, in hex (src/platform/secrets/secrets.ts,
 * src/people/sign-ins.ts); the bench sets HASH_KEY itself and so can write the same.
 */
export function tokenHash(hashKey: string, token: string): string {
  return createHmac('sha256', Buffer.from(hashKey, 'base64')).update(`sign-in token\0${token}`).digest('hex');
}

/** The id that a person's row has: made from the number, so that rows can be told apart by it. */
export function residentId(person: number): string {
  return `00000000-0000-7000-8000-${person.toString(16).padStart(12, '0')}`;
}

/** The number of the person whose row has this id. */
export function personOf(id: string): number {
  return parseInt(id.slice(24), 16);
}

/** Writes people who are signed in, with a complete profile. `bornOn` gives a date, YYYY-MM-DD; by default grown-ups. */
export async function makePeople(
  sql: pg.Client,
  { hashKey }: Keys,
  { secret, first, count }: Crowd,
  bornOn: (person: number) => string = () => grownUp,
): Promise<Crowd> {
  for (let from = first; from < first + count; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, first + count - from) }, (_, index) => from + index);
    const hashes = numbers.map((person) => tokenHash(hashKey, tokenOf(secret, person)));
    await sql.query(
      `WITH person AS (
         SELECT n, hash, born, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id
           FROM unnest($1::int[], $2::text[], $3::date[]) AS given (n, hash, born)),
       made AS (
         INSERT INTO residents (id, phone, name, birth_on, language, lives_in_zone, works_in_zone, created_at)
         SELECT id, '+86' || (16000000000 + n), '学员' || n, born, 'zh-CN', n % 2 = 0, n % 2 = 1, now() FROM person)
       INSERT INTO sign_ins (id, token_hash, resident_id, created_at, expires_at)
       SELECT gen_random_uuid(), hash, id, now(), now() + interval '30 days' FROM person`,
      [numbers, hashes, numbers.map(bornOn)],
    );
  }
  await sql.query('ANALYZE residents, sign_ins');
  return { secret, first, count };
}

/** An administrator with a token; nobody signs in with this password. */
export async function makeStaff(sql: pg.Client, keys: Keys): Promise<void> {
  const id = randomUUID();
  await sql.query(
    `INSERT INTO staff (id, email, name, language, password_hash, totp_sealed, failed_tries, created_at)
     VALUES ($1, 'bench@example.org', 'Bench', 'en', 'none', '', 0, now())`,
    [id],
  );
  await sql.query(`INSERT INTO staff_grants (id, staff_id, role) VALUES ($1, $2, 'administrator')`, [randomUUID(), id]);
  await sql.query(
    `INSERT INTO sign_ins (id, token_hash, staff_id, created_at, expires_at)
     VALUES ($1, $2, $3, now(), now() + interval '1 day')`,
    [randomUUID(), tokenHash(keys.hashKey, `${keys.secret}.staff`), id],
  );
}
