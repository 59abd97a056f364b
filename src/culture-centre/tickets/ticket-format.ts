import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { Temporal } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';

/*
 * The text in the code of a ticket, version 1, as docs/ticket-format.md publishes it: `LL1:` and base64url of 106 bytes.
 */

export interface TicketCode {
  /** 1–255: which key signed it. */
  readonly key: number;
  readonly ticketId: string;
  readonly slotId: string;
  readonly issue: number;
  /** Whole minutes; the first included, the second not. */
  readonly validFrom: Instant;
  readonly validUntil: Instant;
}

/** Raw Ed25519 keys, 32 bytes each. */
export interface VerifyingKey {
  readonly number: number;
  readonly publicKey: Buffer;
  readonly isRevoked: boolean;
}

export type Verified =
  | { readonly result: 'valid'; readonly code: TicketCode }
  | { readonly result: 'not_yet' | 'expired' | 'key_revoked'; readonly code: TicketCode }
  | { readonly result: 'unreadable' | 'unknown_key' | 'forged' };

const prefix = 'LL1:';
const version = 1;
const signedBytes = 42;
const wholeBytes = signedBytes + 64;
const domain = Buffer.from('linli-ticket-v1', 'ascii');
const epochMinutes = Temporal.Instant.from('2020-01-01T00:00Z').epochMilliseconds / 60_000;
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function signTicket(code: TicketCode, privateKey: Buffer): string {
  const bytes = Buffer.alloc(signedBytes);
  bytes.writeUInt8(version, 0);
  bytes.writeUInt8(code.key, 1);
  uuidBytes(code.ticketId).copy(bytes, 2);
  uuidBytes(code.slotId).copy(bytes, 18);
  bytes.writeUInt16BE(code.issue, 34);
  bytes.writeUIntBE(minutesOf(code.validFrom), 36, 3);
  bytes.writeUIntBE(minutesOf(code.validUntil), 39, 3);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, privateKey]), format: 'der', type: 'pkcs8' });
  const signature = sign(null, Buffer.concat([domain, bytes]), key);
  return prefix + Buffer.concat([bytes, signature]).toString('base64url');
}

/** What a scanned text is worth at this moment, as far as the text itself says. */
export function verifyTicket(text: string, keys: readonly VerifyingKey[], now: Instant): Verified {
  const bytes = bytesIn(text);
  if (!bytes) return { result: 'unreadable' };
  const key = keys.find(({ number }) => number === bytes.readUInt8(1));
  if (!key) return { result: 'unknown_key' };
  const publicKey = createPublicKey({ key: Buffer.concat([spki, key.publicKey]), format: 'der', type: 'spki' });
  const signed = Buffer.concat([domain, bytes.subarray(0, signedBytes)]);
  if (!verify(null, signed, publicKey, bytes.subarray(signedBytes))) return { result: 'forged' };
  const code = read(bytes);
  if (key.isRevoked) return { result: 'key_revoked', code };
  if (Temporal.Instant.compare(now, code.validFrom) < 0) return { result: 'not_yet', code };
  return { result: Temporal.Instant.compare(now, code.validUntil) < 0 ? 'valid' : 'expired', code };
}

/** The bytes of a text that is written in exactly this way; any other spelling of them is none. */
function bytesIn(text: string): Buffer | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const body = text.slice(prefix.length);
  const bytes = Buffer.from(body, 'base64url');
  const isPlain = bytes.length === wholeBytes && bytes.toString('base64url') === body;
  return isPlain && bytes.readUInt8(0) === version ? bytes : undefined;
}

function read(bytes: Buffer): TicketCode {
  return {
    key: bytes.readUInt8(1),
    ticketId: uuidIn(bytes.subarray(2, 18)),
    slotId: uuidIn(bytes.subarray(18, 34)),
    issue: bytes.readUInt16BE(34),
    validFrom: instantAt(bytes.readUIntBE(36, 3)),
    validUntil: instantAt(bytes.readUIntBE(39, 3)),
  };
}

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function uuidIn(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Minutes since 2020; what begins within a minute begins with it. */
function minutesOf(instant: Instant): number {
  return Math.floor(instant.epochMilliseconds / 60_000) - epochMinutes;
}

function instantAt(minutes: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds((minutes + epochMinutes) * 60_000);
}
