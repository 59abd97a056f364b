import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ticket } from '../../src/culture-centre/tickets/ticket.entity.js';
import { newId } from '../../src/kernel/ids.js';
import { givenGate, scanOf, sendScans } from '../support/given-gate.js';
import { givenStaff } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import { Linli } from '../support/linli.js';

const [tickets, doubles, atOnce] = [10_000, 50, 1_000];

describe('two gates after a day without a network', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: '2026-08-25 09:00' });
  });
  afterAll(() => linli.stop());

  it(`sync ${tickets} entries with ${doubles} doubles: exactly those are named, and a second sync changes nothing`, async () => {
    const { slots, hall } = await givenExhibition(linli, {
      places: tickets,
      startsOn: '2026-08-25',
      rules: { bookDaysAhead: 30 },
    });
    const [slot] = slots;
    const given = Array.from({ length: tickets }, () => ({ id: newId() }));
    // As walk-ins they need no account; what a gate does with a ticket is the same.
    await linli.database.query(
      `INSERT INTO tickets (id, slot_id, kind, day, number, issue, state, price_class, fee_fen, walk_in)
       SELECT id, $2, 'visit', '2026-08-25', 1, 1, 'valid', 'adult', 0, true FROM unnest($1::uuid[]) AS t (id)`,
      [given.map(({ id }) => id), slot?.id],
    );
    expect(await linli.database.manager.countBy(Ticket, { slotId: slot?.id ?? '' })).toBe(tickets);
    linli.clock.set('2026-08-25 12:00');
    const desk = await givenStaff(linli, 'desk');
    const [north, south] = [await givenGate(linli, hall.venueId), await givenGate(linli, hall.venueId)];
    const at = (second: number) => new Date(Date.UTC(2026, 7, 25, 1, 0, 0) + second * 500).toISOString();
    const entered = (some: typeof given, later: number) =>
      some.map((ticket, index) => scanOf(ticket, at(index + later), { offline: true }));
    const half = tickets / 2;
    const twice = given.slice(0, doubles);
    const sync = async (gateId: string, scans: object[]) => {
      const answers = [];
      for (let from = 0; from < scans.length; from += atOnce) {
        answers.push((await sendScans(desk.http, gateId, ...scans.slice(from, from + atOnce))).body.results);
      }
      return answers.flat() as { outcome: string; enteredBefore: object | null }[];
    };
    const [northern, southern] = [entered(given.slice(0, half), 0), entered([...given.slice(half), ...twice], 7)];
    const [first, second] = await Promise.all([sync(north.id, northern), sync(south.id, southern)]);
    expect([first.length, second.length]).toEqual([half, half + doubles]);
    const { body } = await desk.http.get<any>('/gate-conflicts?day=2026-08-25');
    expect(body.conflicts.map(({ ticketId }: any) => ticketId).sort()).toEqual(twice.map(({ id }) => id).sort());
    expect(body.conflicts.every(({ entries }: any) => entries.length === 2)).toBe(true);
    const again = await sync(south.id, southern);
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['known']));
    expect((await desk.http.get<any>('/gate-conflicts?day=2026-08-25')).body.conflicts).toHaveLength(doubles);
    const [{ scans }] = await linli.database.query('SELECT count(*)::int AS scans FROM gate_scans');
    expect(scans).toBe(tickets + doubles);
  });
});
