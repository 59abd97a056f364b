import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseBookings } from '../../src/admission/index.js';
import { givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenExhibition, givenHall, givenPerformance } from '../support/given-programme.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('paying by price class', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const book = (who: GivenResident, slotId: string | undefined, ...visitors: object[]) =>
    who.http.post<any>(`/slots/${slotId}/orders`, { visitors });

  it('lets a tenant of the apartments pay less on the days of the lease, and before and without it not', async () => {
    const { slots } = await givenExhibition(linli, { priceFen: 5_000 });
    const house = await givenLettingHouse(linli);
    const tenant = await givenApproved(linli, house);
    const mine = () => book(tenant, slots[0]?.id, visitor('张三', '1988-03-12', 'tenant'));
    expect((await mine()).body.code).toBe('orders.price_class_does_not_fit');
    await givenLet(linli, tenant, house.units[0].id, '2026-08-26');
    expect((await mine()).body.code).toBe('orders.price_class_does_not_fit');
    const later = await book(tenant, slots[3]?.id, visitor('张三', '1988-03-12', 'tenant'), visitor('李四'));
    expect(later.body.slot.day).toBe('2026-08-26');
    expect(later.body).toMatchObject({ state: 'awaiting_payment', payment: { balanceFen: 4_000 + 5_000 } });
  });

  it('lets whoever is enrolled in an evening class pay less', async () => {
    const { slots } = await givenExhibition(linli, { priceFen: 5_000 });
    const me = await givenResident(linli);
    const mine = () => book(me, slots[0]?.id, visitor('张三', '1988-03-12', 'learner'));
    expect((await mine()).body.code).toBe('orders.price_class_does_not_fit');
    const school = await givenOwnClass(linli);
    expect((await me.http.post<any>(`/classes/${school.id}/enrolments`)).status).toBe(201);
    expect((await mine()).body).toMatchObject({ payment: { balanceFen: 4_000 } });
  });

  it('holds what is unpaid for a day; then nothing is owed, the places go to the next in line, and both are told', async () => {
    const hall = await givenHall(linli);
    const { slots } = await givenPerformance(linli, { places: 2, rules: { bookDaysAhead: 30 } }, hall);
    const [slow, next] = [await givenResident(linli), await givenResident(linli)];
    const mine = (await book(slow, slots[0]?.id, visitor('甲'), visitor('乙'))).body;
    expect(mine).toMatchObject({ state: 'awaiting_payment', payment: { balanceFen: 16_000 } });
    const waiting = (await book(next, slots[0]?.id, visitor('丙'), visitor('丁'))).body;
    expect(waiting).toMatchObject({ state: 'waiting' });
    linli.clock.advance('PT23H59M');
    await linli.runJob(lapseBookings, {});
    expect((await slow.http.get<any>(`/orders/${mine.orderId}`)).body.state).toBe('awaiting_payment');
    linli.clock.advance('PT1M');
    await linli.runJob(lapseBookings, {});
    expect((await slow.http.get<any>(`/orders/${mine.orderId}`)).body).toMatchObject({
      ...{ state: 'lapsed', payment: { balanceFen: 0 } },
    });
    expect((await next.http.get<any>(`/orders/${waiting.orderId}`)).body.state).toBe('offered');
    const kinds = async ({ id }: GivenResident) => (await messagesTo(linli, id)).map(({ kind }) => kind);
    expect(await kinds(slow)).toContain('order.lapsed');
    expect(await kinds(next)).toContain('order.offered');
  });
});
