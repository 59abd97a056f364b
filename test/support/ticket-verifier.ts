import { createPublicKey, verify } from 'node:crypto';

/*
 * A verifier written from docs/ticket-format.md alone: it imports nothing of the house.
 */

export interface CheckedTicket {
  readonly result: 'valid' | 'unreadable' | 'unknown key' | 'key revoked' | 'forged' | 'not yet' | 'expired';
  readonly ticketId?: string;
  readonly slotId?: string;
  readonly issue?: number;
}

export type PublicKeys = ReadonlyMap<number, { readonly publicKey: string; readonly revoked: boolean }>;

export function checkTicket(text: string, keys: PublicKeys, at: Date): CheckedTicket {
  const match = /^LL1:([A-Za-z0-9_-]{142})$/.exec(text);
  if (!match) return { result: 'unreadable' };
  const bytes = Buffer.from(match[1] ?? '', 'base64url');
  if (bytes.length !== 106 || bytes.toString('base64url') !== match[1] || bytes[0] !== 1)
    return { result: 'unreadable' };
  const key = keys.get(bytes[1] ?? 0);
  if (!key) return { result: 'unknown key' };
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey };
  const signed = Buffer.concat([Buffer.from('linli-ticket-v1', 'ascii'), bytes.subarray(0, 42)]);
  const isRight = verify(null, signed, createPublicKey({ key: jwk, format: 'jwk' }), bytes.subarray(42));
  if (!isRight) return { result: 'forged' };
  const uuid = (from: number) =>
    [4, 2, 2, 2, 6]
      .reduce<{ at: number; parts: string[] }>(
        ({ at: start, parts }, length) => ({
          at: start + length,
          parts: [...parts, bytes.subarray(start, start + length).toString('hex')],
        }),
        { at: from, parts: [] },
      )
      .parts.join('-');
  const about = { ticketId: uuid(2), slotId: uuid(18), issue: bytes.readUInt16BE(34) };
  if (key.revoked) return { result: 'key revoked', ...about };
  const minute = Math.floor((at.getTime() - Date.UTC(2020, 0, 1)) / 60_000);
  const [from, until] = [bytes.readUIntBE(36, 3), bytes.readUIntBE(39, 3)];
  const result = minute < from ? 'not yet' : minute < until ? 'valid' : 'expired';
  return { result, ...about };
}
