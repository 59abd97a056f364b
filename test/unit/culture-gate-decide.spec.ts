import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { signTicket } from '../../src/culture-centre/tickets/ticket-format.js';
import { newId } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { GateBook } from '../../web/gate/decide.js';

const raw = (key: Buffer) => Buffer.from(key.subarray(-32));
function newKey(number: number) {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = raw(pair.publicKey.export({ format: 'der', type: 'spki' })).toString('base64url');
  return {
    number,
    publicKey,
    revoked: false,
    privateKey: raw(pair.privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

const [morning, noon] = [newId(), newId()];
const [key, revokedKey, stranger] = [newKey(1), { ...newKey(2), revoked: true }, newKey(3)];
const slotAt = (id: string, from: string, until: string, cancelled = false) => {
  const day = '2026-08-25T';
  const doorsOpenAt = Temporal.Instant.from(`${day}${from}+08:00`).subtract({ minutes: 15 }).toString();
  return {
    id,
    title: '展览',
    titleEn: 'Show',
    hall: '一楼',
    startsAt: `${day}${from}+08:00`,
    endsAt: `${day}${until}+08:00`,
    doorsOpenAt,
    cancelled,
  };
};
const ticket = (overrides: { issue?: number; state?: string; insideSince?: string | null } = {}): any[] => {
  const { issue = 1, state = 'valid', insideSince = null } = overrides;
  return [newId(), issue, 0, '李芳', '4321', 'E7KM-4QXR', '', state, insideSince];
};
const codeOf = (id: string, overrides: { issue?: number; slotId?: string; by?: typeof key } = {}) => {
  const { issue = 1, slotId = morning, by = key } = overrides;
  const [validFrom, validUntil] = ['2026-08-25T08:45+08:00', '2026-08-25T11:00+08:00'].map((at) =>
    Temporal.Instant.from(at),
  );
  return signTicket(
    { key: by.number, ticketId: id, slotId, issue, validFrom: validFrom as any, validUntil: validUntil as any },
    by.privateKey,
  );
};
const at = (time: string) => Date.parse(`2026-08-25T${time}+08:00`);

describe('a gate without a network', () => {
  let fine: any[];
  let used: any[];
  let gone: any[];
  let book: any;
  beforeAll(() => {
    [fine, used, gone] = [
      ticket({ issue: 2 }),
      ticket({ insideSince: '2026-08-25T09:01:00+08:00' }),
      ticket({ state: 'revoked' }),
    ];
    book = new GateBook({
      gate: { id: newId(), name: '北门', nameEn: 'North' },
      day: '2026-08-25',
      keys: [key, revokedKey],
      slots: [slotAt(morning, '09:00', '11:00'), slotAt(noon, '11:00', '13:30', true)],
      tickets: [fine, used, gone],
    });
  });
  const decide = async (text: string, time = '09:10', direction: 'in' | 'out' = 'in') => {
    const { decision, reason, note } = await book.decide(text, at(time), direction);
    return decision === 'admitted' ? `admitted${note ? ` ${note}` : ''}` : reason;
  };

  it('refuses what is no ticket, forged, of a revoked or unknown key, with the reason', async () => {
    const text = codeOf(fine[0], { issue: 2 });
    expect(await decide('https://example.org')).toBe('unreadable');
    expect(await decide(text.slice(0, 20) + (text[20] === 'A' ? 'B' : 'A') + text.slice(21))).toBe('forged');
    expect(await decide(codeOf(fine[0], { by: { ...stranger, number: 1 } }))).toBe('forged');
    expect(await decide(codeOf(fine[0], { by: stranger }))).toBe('unknown_key');
    expect(await decide(codeOf(fine[0], { by: revokedKey }))).toBe('key_revoked');
  });

  it('refuses the wrong moment, the wrong slot and a cancelled one', async () => {
    const text = codeOf(fine[0], { issue: 2 });
    expect([await decide(text, '08:44'), await decide(text, '11:00')]).toEqual(['not_yet', 'expired']);
    expect(await decide(codeOf(fine[0], { slotId: newId() }))).toBe('other_slot');
    expect(await decide(codeOf(fine[0], { slotId: noon }))).toBe('cancelled');
  });

  it('refuses a replaced code, a cancelled ticket and one that was used elsewhere before the list was loaded', async () => {
    expect(await decide(codeOf(fine[0], { issue: 1 }))).toBe('replaced');
    expect(await decide(codeOf(gone[0]))).toBe('revoked');
    expect(await decide(codeOf(used[0]))).toBe('already_used');
  });

  it('lets a ticket in once, again after it went out, and one that was booked after the list was loaded', async () => {
    const text = codeOf(fine[0], { issue: 2 });
    expect(await decide(text)).toBe('admitted');
    book.replay({ ticketId: fine[0], decision: 'admitted', direction: 'in', at: '2026-08-25T09:10:00+08:00' });
    expect(await decide(text)).toBe('already_used');
    book.replay({ ticketId: fine[0], decision: 'admitted', direction: 'out', at: '2026-08-25T09:20:00+08:00' });
    expect(await decide(text)).toBe('admitted');
    expect(await decide(codeOf(newId()))).toBe('admitted not_in_list');
  });

  it('believes its own scans only until a list was asked for after the house had them', () => {
    const asked = new GateBook({ ...book.list, askedAt: 1_000 });
    expect(asked.mayMiss({ synced: false })).toBe(true);
    expect(asked.mayMiss({ synced: true, syncedAt: 1_000 })).toBe(true);
    expect(asked.mayMiss({ synced: true, syncedAt: 999 })).toBe(false);
  });

  it('looks tickets up by name, last four and reference', () => {
    expect(book.find('李')).toHaveLength(3);
    expect(book.find('4321')).toHaveLength(3);
    expect(book.find('e7km4qxr')).toHaveLength(3);
    expect(book.find('  ')).toEqual([]);
    expect(book.decideByHand(gone, at('09:10')).reason).toBe('revoked');
  });
});
