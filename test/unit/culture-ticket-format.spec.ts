import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signTicket, verifyTicket } from '../../src/culture-centre/tickets/ticket-format.js';
import type { TicketCode } from '../../src/culture-centre/tickets/ticket-format.js';
import { Temporal } from '../../src/kernel/time.js';
import { checkTicket } from '../support/ticket-verifier.js';

const raw = (key: Buffer) => Buffer.from(key.subarray(-32));
function newKey(number = 7) {
  const pair = generateKeyPairSync('ed25519');
  const privateKey = raw(pair.privateKey.export({ format: 'der', type: 'pkcs8' }));
  const publicKey = raw(pair.publicKey.export({ format: 'der', type: 'spki' }));
  return { privateKey, verifying: { number, publicKey, isRevoked: false } };
}
const at = (text: string) => Temporal.Instant.from(text);
const code: TicketCode = {
  key: 7,
  ticketId: '01990000-0000-7000-8000-000000000001',
  slotId: '01990000-0000-7000-8000-000000000002',
  issue: 1,
  validFrom: at('2026-12-01T00:45Z'),
  validUntil: at('2026-12-01T03:00Z'),
};
const now = at('2026-12-01T01:00Z');

describe('the code of a ticket', () => {
  it('is the one that the published format shows', () => {
    const page = readFileSync(new URL('../../docs/ticket-format.md', import.meta.url), 'utf8');
    const example = /LL1:[\w-]{142}/.exec(page)?.[0];
    expect(signTicket(code, Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(example);
  });

  it('opens the door from its first minute to the one before its last', () => {
    const { privateKey, verifying } = newKey();
    const text = signTicket(code, privateKey);
    const result = (moment: string) => verifyTicket(text, [verifying], at(moment)).result;
    expect(result('2026-12-01T00:44:59Z')).toBe('not_yet');
    expect(result('2026-12-01T00:45:00Z')).toBe('valid');
    expect(result('2026-12-01T02:59:59Z')).toBe('valid');
    expect(result('2026-12-01T03:00:00Z')).toBe('expired');
    expect(verifyTicket(text, [verifying], now)).toEqual({ result: 'valid', code });
  });

  it('is worthless under a revoked key, another key and an unknown one', () => {
    const [mine, other] = [newKey(), newKey()];
    const text = signTicket(code, mine.privateKey);
    expect(verifyTicket(text, [{ ...mine.verifying, isRevoked: true }], now).result).toBe('key_revoked');
    expect(verifyTicket(text, [other.verifying], now).result).toBe('forged');
    expect(verifyTicket(text, [newKey(8).verifying], now).result).toBe('unknown_key');
  });

  it('is refused with any character altered, and is no other text', () => {
    const { privateKey, verifying } = newKey();
    const text = signTicket(code, privateKey);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(fc.integer({ min: 4, max: text.length - 1 }), fc.nat(63), (place, letter) => {
        const altered = text.slice(0, place) + alphabet.charAt(letter) + text.slice(place + 1);
        fc.pre(altered !== text);
        expect(['unreadable', 'unknown_key', 'forged']).toContain(verifyTicket(altered, [verifying], now).result);
      }),
      { numRuns: 500 },
    );
    for (const wrong of [
      '',
      'LL1:',
      'LL2:' + text.slice(4),
      text + '=',
      text + 'A',
      ` ${text}`,
      'https://example.org',
    ]) {
      expect(verifyTicket(wrong, [verifying], now).result).toBe('unreadable');
    }
  });

  it('says the same to a verifier that was written from the published format', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.uuid(),
        fc.integer({ min: 1, max: 65_535 }),
        fc.nat(600),
        (ticketId, slotId, issue, minutes) => {
          const { privateKey, verifying } = newKey();
          const one = { ...code, ticketId, slotId, issue };
          const moment = code.validFrom.add({ minutes: minutes - 60 });
          const text = signTicket(one, privateKey);
          const keys = new Map([[7, { publicKey: verifying.publicKey.toString('base64url'), revoked: false }]]);
          const theirs = checkTicket(text, keys, new Date(moment.epochMilliseconds));
          expect(theirs).toEqual({
            result: verifyTicket(text, [verifying], moment).result.replace('_', ' '),
            ticketId,
            slotId,
            issue,
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});
