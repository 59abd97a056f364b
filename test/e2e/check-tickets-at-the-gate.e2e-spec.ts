import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Gates } from '../../src/culture-centre/gates/gates.js';
import { TicketKeys } from '../../src/culture-centre/tickets/ticket-keys.js';
import { system } from '../../src/people/index.js';
import { GateBook } from '../../web/gate/decide.js';
import { codesOf, givenGate, scanOf, sendScans } from '../support/given-gate.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { givenExhibition, givenHall, givenPerformance, grandTheatre } from '../support/given-programme.js';
import type { GivenItem } from '../support/given-programme.js';
import type { HttpClient } from '../support/http-client.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';

const during = '2026-08-25T09:10:00+08:00';

describe('checking tickets at the gate', () => {
  let linli: Linli;
  let desk: HttpClient;
  let show: GivenItem;
  let north: { id: string; name: string };
  let south: { id: string; name: string };
  let tickets: { id: string }[];
  let order: any;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set('2026-08-20 10:00');
    show = await givenExhibition(linli, { places: 5 });
    const who = await givenResident(linli);
    const visitors = [visitor('李芳'), visitor('王强')];
    order = (await who.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors })).body;
    tickets = order.tickets;
    [north, south] = [await givenGate(linli, show.hall.venueId), await givenGate(linli, show.hall.venueId)];
    linli.clock.set('2026-08-25 09:10');
    desk = (await givenStaff(linli, 'desk')).http;
  });

  const [first, second] = [() => tickets[0] as { id: string }, () => tickets[1] as { id: string }];

  it('has a list with all that is needed without a network, and nothing that is not', async () => {
    const { status, body } = await desk.get<any>(`/gates/${north.id}/list`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ day: '2026-08-25', keys: [{ revoked: false }, { revoked: false }] });
    expect(body.slots).toHaveLength(3);
    expect(body.tickets).toContainEqual([
      first().id,
      1,
      0,
      '李芳',
      expect.stringMatching(/^.{4}$/),
      order.reference,
      '',
      'valid',
      null,
    ]);
    expect(JSON.stringify(body)).not.toContain('320582');
    const resident = await givenResident(linli);
    expect((await resident.http.get(`/gates/${north.id}/list`)).status).toBe(403);
    const elsewhere = await givenStaff(linli, 'desk', { venueId: (await givenExhibition(linli)).hall.venueId });
    expect((await elsewhere.http.get<any>(`/gates/${north.id}/list`)).body.code).toBe('people.not_at_this_venue');
  });

  it('lets a ticket in once: the second time it says where and when it was used', async () => {
    const insideSince = async () => {
      const { body } = await desk.get<any>(`/gates/${south.id}/list`);
      return body.tickets.find(([ticketId]: string[]) => ticketId === first().id)[8];
    };
    const admitted = await sendScans(desk, north.id, scanOf(first(), during));
    expect(await insideSince()).toBe(during);
    expect(admitted.body.results).toMatchObject([{ outcome: 'recorded', decision: 'admitted', enteredBefore: null }]);
    linli.clock.set('2026-08-25 09:12');
    const again = await sendScans(desk, south.id, scanOf(first(), '2026-08-25T09:12:00+08:00'));
    expect(again.body.results).toMatchObject([
      { decision: 'refused', reason: 'already_used', enteredBefore: { gate: north.name, at: during } },
    ]);
    linli.clock.set('2026-08-25 09:20');
    const gone = await sendScans(desk, south.id, scanOf(first(), '2026-08-25T09:20:00+08:00', { direction: 'out' }));
    expect(gone.body.results[0].decision).toBe('admitted');
    expect(await insideSince()).toBeNull();
    linli.clock.set('2026-08-25 09:30');
    const back = await sendScans(desk, north.id, scanOf(first(), '2026-08-25T09:30:00+08:00'));
    expect(back.body.results[0].decision).toBe('admitted');
    expect(await insideSince()).toBe('2026-08-25T09:30:00+08:00');
    const { body } = await desk.get<any>(`/gates/${north.id}/counts`);
    expect(body.items[0]).toMatchObject({ booked: 2, entered: 1, inside: 1, placesAtDoor: 3 });
    expect((await desk.get<any>('/gate-conflicts')).body.conflicts).toEqual([]);
  });

  it('counts a scan once, however often it is sent', async () => {
    const scan = scanOf(first(), during, { offline: true });
    expect((await sendScans(desk, north.id, scan, scan)).body.results.map(({ outcome }: any) => outcome)).toEqual([
      'recorded',
      'recorded',
    ]);
    expect((await sendScans(desk, north.id, scan)).body.results[0].outcome).toBe('known');
    const [{ scans }] = await linli.database.query(
      'SELECT count(*)::int AS scans FROM gate_scans WHERE ticket_id = $1',
      [first().id],
    );
    expect(scans).toBe(1);
  });

  it('keeps both entries of two gates without a network, and names them', async () => {
    await sendScans(
      desk,
      north.id,
      scanOf(first(), during, { offline: true }),
      scanOf(second(), during, { offline: true }),
    );
    const late = await sendScans(desk, south.id, scanOf(first(), '2026-08-25T09:05:00+08:00', { offline: true }));
    expect(late.body.results[0]).toMatchObject({ decision: 'admitted', enteredBefore: { gate: north.name } });
    const { body } = await desk.get<any>('/gate-conflicts');
    expect(body.conflicts.filter(({ reference }: any) => reference === order.reference)).toMatchObject([
      {
        holder: '李芳',
        entries: [
          { gate: south.name, at: '2026-08-25T09:05:00+08:00' },
          { gate: north.name, at: during },
        ],
      },
    ]);
  });

  it('keeps what the device did when the answer of the house came too late', async () => {
    await sendScans(desk, north.id, scanOf(first(), during));
    linli.clock.set('2026-08-25 09:14');
    const asked = scanOf(first(), '2026-08-25T09:12:00+08:00');
    expect((await sendScans(desk, south.id, asked)).body.results[0].reason).toBe('already_used');
    const { body } = await sendScans(desk, south.id, { ...asked, offline: true });
    expect(body.results[0]).toMatchObject({
      ...{ outcome: 'recorded', decision: 'admitted', reason: null },
      enteredBefore: { gate: north.name },
    });
    expect((await sendScans(desk, south.id, { ...asked, offline: true })).body.results[0].outcome).toBe('known');
    const twice = (await desk.get<any>('/gate-conflicts')).body.conflicts.find(
      (one: any) => one.ticketId === first().id,
    );
    expect(twice.entries.map(({ gate }: any) => gate)).toEqual([north.name, south.name]);

    const answered = scanOf(second(), '2026-08-25T09:13:00+08:00');
    expect((await sendScans(desk, south.id, answered)).body.results[0].decision).toBe('admitted');
    const sentAway = { ...answered, offline: true, decision: 'refused', reason: 'already_used' };
    expect((await sendScans(desk, north.id, sentAway)).body.results[0].outcome).toBe('known');
    expect((await sendScans(desk, south.id, sentAway)).body.results[0]).toMatchObject({ decision: 'refused' });
    const counts = await desk.get<any>(`/gates/${north.id}/counts`);
    expect(counts.body.items[0]).toMatchObject({ entered: 1, inside: 1 });
  });

  it('refuses a code of a revoked key also where the list of the gate is older', async () => {
    const { items } = (await linli.anyone.get<any>('/ticket-keys')).body;
    const { number: key } = items.find(({ state }: any) => state === 'current');
    const keys = linli.get(TicketKeys);
    await keys.revoke(system, key, '私钥外泄');
    const reasons = async (...scans: object[]) =>
      (await sendScans(desk, north.id, ...scans)).body.results.map(({ reason }: any) => reason);
    expect(await reasons(scanOf(first(), during, { key }), scanOf(first(), during, { key: 250 }))).toEqual([
      'key_revoked',
      'unknown_key',
    ]);
    // Looked up by name no code was read; what a gate did without a network has happened.
    expect(await reasons(scanOf(first(), during), scanOf(second(), during, { key, offline: true }))).toEqual([
      null,
      null,
    ]);
  });

  it('does not believe a clock that cannot be right, says so, and keeps all scans', async () => {
    const { body } = await sendScans(
      ...([desk, north.id] as const),
      scanOf(first(), '2199-01-01T00:00:00Z', { offline: true }),
      scanOf(second(), '1970-01-01T00:00:00Z', { offline: true }),
      scanOf(first(), during, { offline: true, direction: 'out' }),
    );
    expect(body.results).toMatchObject([
      { outcome: 'recorded', decision: 'admitted', keptAt: during },
      { outcome: 'recorded', decision: 'admitted', keptAt: '2026-08-25T08:45:00+08:00' },
      { outcome: 'recorded', decision: 'admitted', keptAt: null },
    ]);
    const counts = await desk.get<any>(`/gates/${north.id}/counts`);
    expect(counts.body.items[0]).toMatchObject({ entered: 2, inside: 1 });
  });

  it('refuses a cancelled ticket, a replaced code and one of nobody', async () => {
    const replaced = await sendScans(desk, north.id, scanOf(first(), during, { issue: 2 }));
    expect(replaced.body.results[0]).toMatchObject({ decision: 'refused', reason: 'replaced' });
    await linli.database.query(`UPDATE tickets SET state = 'revoked' WHERE id = $1`, [second().id]);
    const revoked = await sendScans(desk, north.id, scanOf(second(), during));
    expect(revoked.body.results[0]).toMatchObject({ decision: 'refused', reason: 'revoked' });
    const nobody = await sendScans(desk, north.id, scanOf({ id: '01990000-0000-7000-8000-000000000009' }, during));
    expect(nobody.body.results[0]).toMatchObject({ outcome: 'unknown_ticket', decision: 'refused' });
    expect((await sendScans(desk, north.id, scanOf(first(), 'yesterday'))).status).toBe(400);
  });

  it('refuses online what a device should have: too early, too late, another hall', async () => {
    const reason = async (gateId: string) =>
      (await sendScans(desk, gateId, scanOf(first(), during))).body.results[0].reason as string;
    linli.clock.set('2026-08-25 08:44');
    expect(await reason(north.id)).toBe('not_yet');
    linli.clock.set('2026-08-25 11:00');
    expect(await reason(north.id)).toBe('expired');
    linli.clock.set('2026-08-25 09:10');
    const hall = await givenHall(linli, { venueId: show.hall.venueId });
    const side = { venueId: show.hall.venueId, hallId: hall.id, name: `侧门${hall.id.slice(-4)}`, nameEn: 'Side' };
    const gate = await linli.get(Gates).add(system, side, undefined);
    expect(await reason(gate.id)).toBe('other_slot');
    expect(await reason(north.id)).toBeNull();
  });

  it('finds a ticket by name, last four and reference', async () => {
    const found = async (search: string) => {
      const { body } = await desk.get<any>(`/gates/${north.id}/tickets?search=${encodeURIComponent(search)}`);
      return body.items.map(({ holder }: any) => holder);
    };
    const four = (await desk.get<any>(`/gates/${north.id}/list`)).body.tickets.find(
      (ticket: any) => ticket[0] === second().id,
    )[4];
    expect(await found('李')).toEqual(['李芳']);
    expect(await found(four)).toContain('王强');
    expect(await found(order.reference.replace('-', '').toLowerCase())).toEqual(['李芳', '王强']);
    expect(await found('%')).toEqual([]);
  });

  it('lets people in who have not booked while there are places, 20 tries at once for three', async () => {
    const body = { slotId: show.slots[0]?.id, device: 'phone' };
    const tries = await Promise.all(
      Array.from({ length: 20 }, () => desk.post<any>(`/gates/${north.id}/walk-ins`, body)),
    );
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(tries.find(({ status }) => status !== 201)?.body).toMatchObject({
      code: 'gates.no_places_at_door',
      facts: { free: 0 },
    });
    const counts = await desk.get<any>(`/gates/${north.id}/counts`);
    expect(counts.body.items[0]).toMatchObject({ walkIns: 3, entered: 3, inside: 3, placesAtDoor: 0 });
    const tomorrow = { ...body, slotId: show.slots[3]?.id };
    expect((await desk.post<any>(`/gates/${north.id}/walk-ins`, tomorrow)).body.code).toBe('gates.slot_not_on');
  });

  it('takes the price of a paid slot with a receipt, for classes that are sold alone, and the takings have it', async () => {
    const paid = {
      places: 9,
      startsOn: '2026-08-25',
      times: [{ from: '09:30', until: '11:00' }],
      classPercents: { adult: 100 },
    };
    const concert = await givenPerformance(linli, { ...paid, endsOn: '2026-08-25', priceFen: 3_000 });
    const gate = await givenGate(linli, concert.hall.venueId);
    linli.clock.set('2026-08-25 09:20');
    const walkIn = (more: object, who = desk) =>
      who.post<any>(`/gates/${gate.id}/walk-ins`, {
        slotId: concert.slots[0]?.id,
        device: 'phone',
        places: 2,
        ...more,
      });
    const payment = { amountFen: 6_000, method: 'cash', receiptNumber: 'W-1' };
    expect((await walkIn({ priceClass: 'child', payment })).body.code).toBe('gates.class_not_sold');
    for (const wrong of [{}, { payment: { ...payment, amountFen: 3_000 } }]) {
      expect((await walkIn(wrong)).body).toMatchObject({ code: 'gates.to_be_paid', facts: { feeFen: 6_000 } });
    }
    const clerk = (await givenStaff(linli, 'culture')).http;
    expect((await walkIn({ payment }, clerk)).body).toMatchObject({
      status: 403,
      code: 'people.not_allowed',
      facts: { right: 'payments.record' },
    });
    const counts = async () => (await desk.get<any>(`/gates/${gate.id}/counts`)).body.items[0];
    expect(await counts()).toMatchObject({ walkIns: 0, placesAtDoor: 9, walkInFen: { adult: 3_000 } });
    const { status, body } = await walkIn({ payment });
    expect([status, body.feeFen, body.ticketIds.length]).toEqual([201, 6_000, 2]);
    expect((await walkIn({ payment })).status).toBe(409);
    expect(await counts()).toMatchObject({ walkIns: 2, placesAtDoor: 7 });
    const takings = (await desk.get<any>('/charges/takings?on=2026-08-25')).body;
    expect(takings).toMatchObject({ totalFen: 6_000, lines: [{ kind: 'paid', method: 'cash', amountFen: 6_000 }] });
    const { items } = (await desk.get<any>(`/charges?search=${body.chargeReference}`)).body;
    expect(items).toMatchObject([{ state: 'settled', resident: null, payer: { party: 'visitor' } }]);
    const free = { slotId: show.slots[0]?.id, device: 'phone', payment };
    expect((await desk.post<any>(`/gates/${north.id}/walk-ins`, free)).body.facts).toEqual({ feeFen: 0 });
  });

  it('lets nobody walk in to seats with numbers, and says where they are chosen', async () => {
    const hall = await givenHall(linli, { map: grandTheatre });
    const numbered = { entry: 'numbered', places: 806, startsOn: '2026-08-25', endsOn: '2026-08-25' };
    const concert = await givenPerformance(linli, { ...numbered, times: [{ from: '09:30', until: '11:00' }] }, hall);
    const gate = await givenGate(linli, hall.venueId);
    const walkIn = { slotId: concert.slots[0]?.id, device: 'phone' };
    expect((await desk.post<any>(`/gates/${gate.id}/walk-ins`, walkIn)).body.code).toBe('gates.seats_have_numbers');
  });

  it('has codes that change with the slot: the old one is cancelled where it was, also in the list of a gate', async () => {
    linli.clock.set('2026-08-20 11:00');
    const who = await givenResident(linli);
    const booked = (await who.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors: [visitor('赵敏')] }))
      .body;
    const [before] = await codesOf(linli, booked);
    const moved = (await who.http.post<any>(`/orders/${booked.orderId}/slot`, { slotId: show.slots[1]?.id })).body;
    const [after] = await codesOf(linli, moved);
    expect(after).not.toBe(before);
    linli.clock.set('2026-08-25 09:10');
    const clerk = await signedInAgain(linli, await givenStaff(linli, 'desk'), 'staff');
    const old = booked.tickets[0];
    const { body } = await sendScans(clerk.http, north.id, scanOf(old, during));
    expect(body.results[0]).toMatchObject({ decision: 'refused', reason: 'revoked' });
    const list = (await clerk.http.get<any>(`/gates/${north.id}/list?day=2026-08-25`)).body;
    const book = new GateBook(list);
    expect(await book.decide(before ?? '', Date.parse(during))).toMatchObject({
      decision: 'refused',
      reason: 'revoked',
    });
    const later = Date.parse('2026-08-25T11:10:00+08:00');
    expect(await book.decide(after ?? '', later)).toMatchObject({ decision: 'admitted' });
  });
});
