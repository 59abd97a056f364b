import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mostSlots } from '../../src/culture-centre/programme/slot-plan.rules.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenExhibition, givenHall } from '../support/given-programme.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const hoursOf = (slots: number) =>
  Array.from({ length: slots }, (_, index) => {
    const hour = String(8 + index).padStart(2, '0');
    return { from: `${hour}:00`, until: `${hour}:50` };
  });

describe('an exhibition of many slots', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'culture')).http;
  });
  afterAll(() => linli.stop());

  /** How many statements some work sends, whoever in the house sends them. */
  const statementsOf = async (work: () => Promise<unknown>) => {
    const runner = linli.database.createQueryRunner();
    const spy = jest.spyOn(Object.getPrototypeOf(runner) as typeof runner, 'query');
    try {
      await work();
      return spy.mock.calls.length;
    } finally {
      spy.mockRestore();
      await runner.release();
    }
  };

  /** An exhibition of some days and so many slots on each; one party is booked and unpaid in each of its slots. */
  const booked = async (slotsADay: number, days: number) => {
    const endsOn = `2026-08-${24 + days}`;
    const more = { endsOn, times: hoursOf(slotsADay), priceFen: 2_000, rules: { bookDaysAhead: 30, realName: false } };
    const { id, slots } = await givenExhibition(linli, more);
    for (const slot of slots) {
      const { http } = await givenResident(linli);
      expect((await http.post(`/slots/${slot.id}/orders`, { visitors: [{ name: '李芳' }] })).status).toBe(201);
    }
    return id;
  };

  it('is published with as many as the limit allows, and cancelled with all of them', async () => {
    const { body } = await clerk.post<any>('/programme-items', {
      ...{
        hallId: (await givenHall(linli)).id,
        kind: 'exhibition',
        entry: 'timed',
        title: '常设展',
        titleEn: 'Always',
      },
      ...{ startsOn: '2026-09-01', endsOn: '2028-01-13', times: hoursOf(10), places: 80 },
    });
    expect(body).toMatchObject({ state: 'draft', slots: mostSlots });
    const published = await clerk.post<any>(`/programme-items/${body.id}/publication`);
    expect(published).toMatchObject({ status: 200, body: { state: 'published', slots: mostSlots } });
    const cancelled = await clerk.post<any>(`/programme-items/${body.id}/cancellation`, { reason: '闭馆' });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', slots: 0 } });
    const [{ open }]: [{ open: number }] = await linli.database.query(
      `SELECT count(*)::int AS open FROM slots s JOIN pools p ON p.id = s.pool_id
        WHERE s.item_id = $1 AND (s.cancelled_at IS NULL OR p.ended_at IS NULL)`,
      [body.id],
    );
    expect(open).toBe(0);
  }, 120_000);

  it('costs as many statements as one of few, whether its rules, its places or its hours change or it is cancelled', async () => {
    const [few, many] = [await booked(1, 2), await booked(6, 5)];
    const changes = [{ rules: { paymentHours: 25 } }, { places: 12 }, { rules: { bookDaysAhead: 20 }, places: 14 }];
    const change = (id: string, body: object) => async () => {
      expect((await clerk.patch<any>(`/programme-items/${id}`, body)).status).toBe(200);
    };
    const cancel = (id: string) => async () => {
      expect((await clerk.post(`/programme-items/${id}/cancellation`, { reason: '闭馆' })).status).toBe(200);
    };
    // The house may ask something of its own meanwhile; of 30 slots each would be seen.
    const costAlike = async (one: () => Promise<unknown>, other: () => Promise<unknown>) =>
      expect(await statementsOf(one)).toBeLessThanOrEqual((await statementsOf(other)) + 2);
    for (const body of changes) await costAlike(change(many, body), change(few, body));
    const later = { times: [{ from: '21:00', until: '21:50' }] };
    await costAlike(change(many, later), change(few, later));
    await costAlike(cancel(many), cancel(few));
    const rows: { state: string; owed: string; taken: number }[] = await linli.database.query(
      `SELECT DISTINCT b.state, x.owed_fen - x.reduced_fen AS owed, p.taken FROM bookings b JOIN pools p ON p.id = b.pool_id
         JOIN slots s ON s.pool_id = p.id JOIN charges c ON c.subject_id = b.id
         JOIN charge_balances x ON x.charge_id = c.id WHERE s.item_id = ANY ($1)`,
      [[few, many]],
    );
    expect(rows).toEqual([{ state: 'cancelled', owed: '0', taken: 0 }]);
  });
});
