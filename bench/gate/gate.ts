import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { GateBook } from '../../web/gate/decide.js';
import { check, note } from '../figures/line.js';
import type { Line } from '../figures/line.js';
import { ms, percentile, spread, whole } from '../figures/percentiles.js';

const [tickets, scans, goalMs] = [100_000, 2_000, 50];

/** The decision at the door as a device without a network makes it: reading, signature, look-up in a long list. */
export async function gateDecisions(say: (line: string) => void): Promise<Line[]> {
  const slot = randomUUID();
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'jwk' }).x ?? '';
  const ids = Array.from({ length: tickets }, () => randomUUID());
  const now = Date.now();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  const list = {
    gate: { id: randomUUID(), name: '正门', nameEn: 'Main entrance' },
    day: at(0).slice(0, 10),
    keys: [{ number: 1, publicKey, revoked: false }],
    slots: [
      {
        id: slot,
        title: '展览',
        titleEn: 'Show',
        hall: '一楼',
        startsAt: at(-1),
        endsAt: at(1),
        doorsOpenAt: at(-1),
        cancelled: false,
      },
    ],
    tickets: ids.map((id, index) => [id, 1, 0, `观众${index}`, '4321', 'E7KM-4QXR', '', 'valid', null]),
  };
  const codes = Array.from({ length: scans }, (_, index) => codeOf(ids[(index * 49) % tickets] ?? '', slot, now));
  const started = performance.now();
  const book = new GateBook(list);
  const loaded = performance.now() - started;
  const took: number[] = [];
  let admitted = 0;
  for (const code of codes) {
    const since = performance.now();
    const { decision } = await book.decide(code, now);
    took.push(performance.now() - since);
    if (decision === 'admitted') admitted += 1;
  }
  const lookUps: number[] = [];
  for (let n = 0; n < 20; n++) {
    const since = performance.now();
    book.find(`观众${tickets - 1 - n}`);
    lookUps.push(performance.now() - since);
  }
  say(`${whole(scans)} scans on a list of ${whole(tickets)}`);
  return [
    check(
      'gate',
      `a scan offline, list of ${whole(tickets)}: ≤ ${goalMs} ms`,
      admitted === scans && percentile(took, 1) <= goalMs,
      `slowest ${ms(percentile(took, 1))}`,
      `${spread(took)}; ${whole(admitted)} of ${whole(scans)} let in`,
    ),
    note(
      'gate',
      'list made ready, name looked up',
      ms(loaded),
      `look-up by the last name of the list: ${spread(lookUps)}`,
    ),
  ];

  function codeOf(ticket: string, slotId: string, moment: number): string {
    const bytes = Buffer.alloc(42);
    bytes.writeUInt8(1, 0);
    bytes.writeUInt8(1, 1);
    Buffer.from(ticket.replaceAll('-', ''), 'hex').copy(bytes, 2);
    Buffer.from(slotId.replaceAll('-', ''), 'hex').copy(bytes, 18);
    bytes.writeUInt16BE(1, 34);
    const minute = Math.floor(moment / 60_000) - Date.UTC(2020, 0, 1) / 60_000;
    bytes.writeUIntBE(minute - 60, 36, 3);
    bytes.writeUIntBE(minute + 60, 39, 3);
    const signature = sign(null, Buffer.concat([Buffer.from('linli-ticket-v1'), bytes]), pair.privateKey);
    return `LL1:${Buffer.concat([bytes, signature]).toString('base64url')}`;
  }
}
