import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { poolNow } from '../support/given-admission.js';
import { givenGate, scanOf, sendScans } from '../support/given-gate.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenExhibition, givenHall, givenPerformance, grandTheatre } from '../support/given-programme.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';

describe('many at once at the culture centre', () => {
  let linli: Linli;
  let second: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
    second = await linli.another();
  });
  afterAll(async () => {
    await second.stop();
    await linli.stop();
  });

  const at = (index: number) => (index % 2 ? second : linli);
  const people = (count: number) => Promise.all(Array.from({ length: count }, () => givenResident(linli)));

  it.each([2, 20, 200])('gives one seat to one of %i people on two processes', async (count) => {
    const hall = await givenHall(linli, { map: grandTheatre });
    const { slots } = await givenPerformance(
      linli,
      { entry: 'numbered', places: 806, rules: { noSingles: false } },
      hall,
    );
    const [slot] = slots;
    const tries = await Promise.all(
      (await people(count)).map(({ http }, index) =>
        at(index)
          .as(http)
          .post<any>(`/slots/${slot?.id}/holds`, { seats: ['3-12'] }),
      ),
    );
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
    const codes = new Set(tries.filter(({ status }) => status !== 201).map(({ body }) => body.code));
    expect([...codes]).toEqual(['orders.seat_taken']);
    expect((await poolNow(linli, slot?.poolId ?? '')).taken).toBe(1);
  });

  it('gives 100 places to 33 of 200 groups of three: none oversold, none split', async () => {
    const { slots } = await givenExhibition(linli, { places: 100 });
    const [slot] = slots;
    const groups = await people(200);
    const tries = await Promise.all(
      groups.map(({ http }, index) =>
        at(index)
          .as(http)
          .post<any>(`/slots/${slot?.id}/orders`, { visitors: ['甲', '乙', '丙'].map((name) => visitor(name)) }),
      ),
    );
    expect(tries.every(({ status }) => status === 201)).toBe(true);
    const placed = tries.filter(({ body }) => body.state === 'confirmed');
    expect(placed).toHaveLength(33);
    expect(placed.every(({ body }) => body.tickets.length === 3)).toBe(true);
    const positions = tries.flatMap(({ body }) => body.position ?? []).sort((a: number, b: number) => a - b);
    expect(positions).toEqual(Array.from({ length: 167 }, (_, index) => index + 1));
    expect((await poolNow(linli, slot?.poolId ?? '')).taken).toBe(99);
    const [{ live }] = await linli.database.query(
      `SELECT count(*)::int AS live FROM tickets WHERE slot_id = $1 AND state = 'valid'`,
      [slot?.id],
    );
    expect(live).toBe(99);
  });

  it.each([2, 20])(
    'gives one document one ticket a day, though %i accounts ask at once for several slots',
    async (count) => {
      const { slots } = await givenExhibition(linli);
      const person = visitor('沈奶奶');
      const tries = await Promise.all(
        (await people(count)).map(({ http }, index) =>
          at(index)
            .as(http)
            .post<any>(`/slots/${slots[index % 3]?.id}/orders`, { visitors: [person] }),
        ),
      );
      expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(new Set(tries.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
        new Set(['orders.document_has_ticket']),
      );
    },
  );

  it('sells the best seats together to 60 pairs at once, nobody in the lap of another', async () => {
    const hall = await givenHall(linli, { map: grandTheatre });
    const { slots } = await givenPerformance(linli, { entry: 'numbered', places: 806 }, hall);
    const tries = await Promise.all(
      (await people(60)).map(({ http }, index) =>
        at(index).as(http).post<any>(`/slots/${slots[0]?.id}/holds`, { together: 2 }),
      ),
    );
    const seats = tries.flatMap(({ body }) => body.tickets.map(({ seat }: any) => seat.key as string));
    expect([seats.length, new Set(seats).size]).toEqual([120, 120]);
  });

  it('takes a ticket back or lets it in, and never both, when cancelling and scanning meet', async () => {
    linli.clock.set('2026-08-25 09:10');
    second.clock.set('2026-08-25 09:10');
    const { slots, hall } = await givenExhibition(linli, {
      places: 100,
      rules: { bookDaysAhead: 30, lastEntryMinutes: 10 },
    });
    const gate = await givenGate(linli, hall.venueId);
    const desk = await givenStaff(linli, 'desk');
    const outcomes = { cancelled: 0, entered: 0 };
    for (const who of await people(40)) {
      const order = (await who.http.post<any>(`/slots/${slots[0]?.id}/orders`, { visitors: [visitor('甲')] })).body;
      const [gone, seen] = await Promise.all([
        who.http.post<any>(`/orders/${order.orderId}/withdrawal`, {}),
        sendScans(second.as(desk.http), gate.id, scanOf(order.tickets[0], '2026-08-25T09:10:00+08:00')),
      ]);
      const isIn = seen.body.results[0].decision === 'admitted';
      expect([gone.status === 200, isIn]).toEqual([!isIn, isIn]);
      if (isIn) expect(gone.body.code).toBe('orders.already_used');
      outcomes[isIn ? 'entered' : 'cancelled'] += 1;
    }
    expect(outcomes.entered + outcomes.cancelled).toBe(40);
  });
});
