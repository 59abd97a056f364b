import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityDocuments } from '../../src/people/index.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

describe('booking a visit', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const book = (who: GivenResident, slotId: string | undefined, visitors: object[], more: object = {}) =>
    who.http.post<any>(`/slots/${slotId}/orders`, { visitors, ...more });
  const slotNow = async (itemId: string, slotId: string | undefined) => {
    const { body } = await linli.anyone.get<any>(`/programme/${itemId}/slots?from=2026-08-25&days=7`);
    return body.items.find((slot: any) => slot.id === slotId);
  };

  it('takes a family: a ticket for each by name, the document masked, and the account is told', async () => {
    const { id, slots } = await givenExhibition(linli);
    const mother = await givenResident(linli);
    const family = [visitor('李芳'), visitor('王强'), visitor('王小宝', '2018-06-01')];
    const { status, body } = await book(mother, slots[0]?.id, family);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'confirmed', places: 3, payment: null, slot: { day: '2026-08-25' } });
    expect(body.tickets.map(({ name, state }: any) => `${name} ${state}`)).toEqual([
      '李芳 valid',
      '王强 valid',
      '王小宝 valid',
    ]);
    expect(body.tickets[0].document.masked).toMatch(/^320\*{11}\d{3}[\dX]$/);
    expect(await slotNow(id, slots[0]?.id)).toMatchObject({ placesLeft: 7 });
    const [said] = await messagesTo(linli, mother.id);
    expect(said?.body).toContain(`Reference ${body.reference}; tickets: `);
    const sealed = await linli.database.query(`SELECT document_sealed FROM tickets WHERE booking_id = $1`, [
      body.orderId,
    ]);
    expect(String(sealed[0].document_sealed)).not.toContain('320582');
  });

  it('refuses in words: no document, one twice, too many children, six people, a child price for an adult', async () => {
    const { slots } = await givenExhibition(linli, { rules: { bookDaysAhead: 30, mostChildren: 1 } });
    const who = await givenResident(linli);
    const same = visitor('李芳');
    const code = async (visitors: object[]) => (await book(who, slots[0]?.id, visitors)).body.code as string;
    expect(await code([{ name: '李芳' }])).toBe('orders.document_missing');
    expect(await code([same, same])).toBe('orders.document_twice');
    expect(await code([{ ...same, document: { type: 'id_card', number: '11010519491231002' } }])).toBe(
      'orders.document_not_valid',
    );
    const unborn = await book(await givenResident(linli), slots[0]?.id, [visitor('未来', '2030-01-01')]);
    expect(unborn.body).toMatchObject({ code: 'orders.document_not_valid', facts: { visitor: 1 } });
    const child = () => visitor('小宝', '2018-06-01');
    expect(await code([child(), child()])).toBe('orders.too_many_children');
    expect(await code([1, 2, 3, 4, 5, 6].map((n) => visitor(`客${n}`)))).toBe('admission.party_too_large');
    const grown = await book(who, slots[0]?.id, [visitor('李芳', '1988-03-12', 'child')]);
    expect(grown.body).toMatchObject({ code: 'orders.price_class_does_not_fit', facts: { priceClass: 'child' } });
    expect(grown.body.detail).toContain('price class "Child"');
    expect(await code([visitor('李芳', '1988-03-12', 'tenant')])).toBe('orders.price_class_does_not_fit');
  });

  it('gives one ticket per document and day, whoever books and at whichever exhibition', async () => {
    const [first, second] = [await givenExhibition(linli), await givenExhibition(linli)];
    const grandmother = visitor('沈奶奶', '1950-01-01', 'senior');
    expect((await book(await givenResident(linli), first.slots[0]?.id, [grandmother])).status).toBe(201);
    const again = await book(await givenResident(linli), second.slots[1]?.id, [grandmother]);
    expect([again.status, again.body.code, again.body.facts.names]).toEqual([
      409,
      'orders.document_has_ticket',
      ['沈奶奶'],
    ]);
    expect((await book(await givenResident(linli), second.slots[3]?.id, [grandmother])).status).toBe(201);
  });

  it('takes five people of one account a day, over all exhibitions', async () => {
    const { slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    expect((await book(who, slots[0]?.id, [visitor('甲'), visitor('乙'), visitor('丙')])).status).toBe(201);
    const { body } = await book(who, slots[1]?.id, [visitor('丁'), visitor('戊'), visitor('己')]);
    expect([body.code, body.facts]).toEqual(['orders.day_limit_reached', { limit: 5, booked: 3 }]);
    expect((await book(who, slots[1]?.id, [visitor('丁'), visitor('戊')])).status).toBe(201);
  });

  it('changes the slot in one step: the ticket gets a new code, and without a place all stays as it was', async () => {
    const { id, slots } = await givenExhibition(linli, { places: 3 });
    const [who, other] = [await givenResident(linli), await givenResident(linli)];
    const mine = (await book(who, slots[0]?.id, [visitor('甲'), visitor('乙')])).body;
    await book(other, slots[2]?.id, [visitor('丙'), visitor('丁')]);
    const full = await who.http.post<any>(`/orders/${mine.orderId}/slot`, { slotId: slots[2]?.id });
    expect([full.status, full.body.code]).toEqual([409, 'admission.full']);
    expect((await who.http.get<any>(`/orders/${mine.orderId}`)).body.state).toBe('confirmed');
    const moved = await who.http.post<any>(`/orders/${mine.orderId}/slot`, { slotId: slots[1]?.id });
    expect(moved).toMatchObject({ status: 200, body: { state: 'confirmed', slot: { id: slots[1]?.id } } });
    const named = (tickets: any[]) => tickets.map(({ name, document, priceClass }) => ({ name, document, priceClass }));
    expect(named(moved.body.tickets)).toEqual(named(mine.tickets));
    expect((await messagesTo(linli, who.id, 'order.changed'))[0]?.body).toMatch(
      /^Changed: 2 people .* your earlier tickets are void\. New reference/,
    );
    expect(await slotNow(id, slots[0]?.id)).toMatchObject({ placesLeft: 3 });
    expect(await slotNow(id, slots[1]?.id)).toMatchObject({ placesLeft: 1 });
    expect((await who.http.get<any>(`/orders/${mine.orderId}`)).body).toMatchObject({
      ...{ state: 'withdrawn', movedTo: moved.body.orderId, ticketPage: null },
      tickets: mine.tickets.map(({ id }: any) => ({ id, state: 'revoked', page: null })),
    });
    // The document is sealed for its new row: whoever looks it up there can open it.
    const kept: { id: string; document_sealed: Buffer }[] = await linli.database.query(
      'SELECT id, document_sealed FROM tickets WHERE booking_id = $1',
      [moved.body.orderId],
    );
    for (const { id, document_sealed } of kept) {
      expect(linli.get(IdentityDocuments).open(document_sealed, id)).toMatch(/^320582/);
    }
  });

  it('moves once, however often the request is sent', async () => {
    const { slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    const mine = (await book(who, slots[0]?.id, [visitor('甲')])).body;
    const move = () =>
      who.http.post<any>(`/orders/${mine.orderId}/slot`, { slotId: slots[1]?.id }, { key: `move-${mine.orderId}` });
    const [first, again] = [await move(), await move()];
    expect(again.body).toEqual(first.body);
    expect(again.status).toBe(200);
  });

  it('moves what was paid along with the visit, to be found at the desk and paid back there', async () => {
    const { id, slots } = await givenExhibition(linli, { priceFen: 3_000, endsOn: '2026-08-26' });
    const who = await givenResident(linli);
    const desk = await givenStaff(linli, 'desk');
    const mine = (await book(who, slots[0]?.id, [visitor('甲'), visitor('乙')])).body;
    const to = (order: any, slotId?: string) => who.http.post<any>(`/orders/${order.orderId}/slot`, { slotId });
    expect((await to(mine, slots[1]?.id)).body.code).toBe('orders.not_movable');
    const { chargeId } = mine.payment;
    const money = { amountFen: 6_000, method: 'card', receiptNumber: `GC${mine.reference}` };
    expect((await desk.http.post(`/charges/${chargeId}/payments`, money)).status).toBe(201);

    const moved = await to(mine, slots[1]?.id);
    expect(moved.body).toMatchObject({ state: 'confirmed', payment: { chargeId, paidFen: 6_000, balanceFen: 0 } });
    expect(moved.body.tickets.map(({ state }: any) => state)).toEqual(['valid', 'valid']);
    expect((await who.http.get<any>(`/orders/${mine.orderId}`)).body).toMatchObject({
      ...{ state: 'withdrawn', movedTo: moved.body.orderId, payment: null },
    });
    expect(await slotNow(id, slots[0]?.id)).toMatchObject({ placesLeft: 10 });
    const found = await desk.http.get<any>(`/charges?search=${moved.body.reference}`);
    expect(found.body.items).toMatchObject([
      { id: chargeId, balanceFen: 0, titleEn: expect.stringContaining('25 Aug 2026, 11:00') },
    ]);

    await who.http.post(`/orders/${moved.body.orderId}/withdrawal`, { reason: '生病' });
    expect((await desk.http.get<any>(`/charges/${chargeId}`)).body.balanceFen).toBe(-6_000);
  });

  it('keeps what is paid in its slot once it would not be paid back any more', async () => {
    const { slots } = await givenExhibition(linli, { priceFen: 3_000, rules: { bookDaysAhead: 30, refundHours: 144 } });
    const who = await givenResident(linli);
    const desk = await givenStaff(linli, 'desk');
    const mine = (await book(who, slots[0]?.id, [visitor('甲')])).body;
    const money = { amountFen: 3_000, method: 'cash', receiptNumber: `GC${mine.reference}` };
    await desk.http.post(`/charges/${mine.payment.chargeId}/payments`, money);
    const { status, body } = await who.http.post<any>(`/orders/${mine.orderId}/slot`, { slotId: slots[1]?.id });
    expect([status, body.code, body.facts]).toEqual([409, 'orders.paid_stays', { refundHours: 144 }]);
  });

  it('takes three children of one account a day, over all its orders', async () => {
    const { slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    const child = () => visitor('小宝', '2018-06-01');
    expect((await book(who, slots[0]?.id, [child(), child()])).status).toBe(201);
    const refused = await book(who, slots[1]?.id, [child(), child()]);
    expect([refused.status, refused.body.code]).toEqual([409, 'orders.too_many_children']);
    const one = (await book(who, slots[1]?.id, [child(), visitor('甲')])).body;
    expect(one.state).toBe('confirmed');
    const moved = await who.http.post<any>(`/orders/${one.orderId}/slot`, { slotId: slots[2]?.id });
    expect(moved.status).toBe(200);
  });

  it('lets one visitor stay at home, and gives all places back on cancelling', async () => {
    const { id, slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    const { body } = await book(who, slots[0]?.id, [visitor('甲'), visitor('乙')]);
    const fewer = await who.http.delete<any>(`/orders/${body.orderId}/tickets/${body.tickets[0].id}`);
    expect(fewer.body).toMatchObject({ places: 1 });
    expect(fewer.body.tickets.map((ticket: any) => ticket.state)).toEqual(['revoked', 'valid']);
    expect(await slotNow(id, slots[0]?.id)).toMatchObject({ placesLeft: 9 });
    const last = await who.http.delete<any>(`/orders/${body.orderId}/tickets/${body.tickets[1].id}`);
    expect(last.body.code).toBe('orders.last_visitor');
    expect((await who.http.post<any>(`/orders/${body.orderId}/withdrawal`, {})).body.state).toBe('withdrawn');
    expect(await slotNow(id, slots[0]?.id)).toMatchObject({ placesLeft: 10 });
    const stranger = await givenResident(linli);
    expect((await stranger.http.get(`/orders/${body.orderId}`)).status).toBe(404);
    expect((await stranger.http.post(`/orders/${body.orderId}/withdrawal`, {})).status).toBe(404);
  });

  it('keeps a line for groups: all of them, or as many as they would come with', async () => {
    const { slots } = await givenExhibition(linli, { places: 4 });
    const [first, all, some] = [await givenResident(linli), await givenResident(linli), await givenResident(linli)];
    const four = await book(
      first,
      slots[0]?.id,
      ['甲', '乙', '丙', '丁'].map((name) => visitor(name)),
    );
    const three = await book(
      some,
      slots[0]?.id,
      ['一', '二', '三'].map((name) => visitor(name)),
      { atLeast: 2 },
    );
    const pair = await book(all, slots[0]?.id, [visitor('壹'), visitor('贰')]);
    expect([three.body.position, pair.body.position]).toEqual([1, 2]);
    for (const ticket of four.body.tickets.slice(0, 2)) {
      await first.http.delete(`/orders/${four.body.orderId}/tickets/${ticket.id}`);
    }
    const offered = await some.http.get<any>(`/orders/${three.body.orderId}`);
    expect(offered.body).toMatchObject({ state: 'offered', places: 2 });
    expect(offered.body.tickets.map((ticket: any) => `${ticket.name} ${ticket.state}`)).toEqual([
      '一 held',
      '二 held',
      '三 revoked',
    ]);
    expect((await all.http.get<any>(`/orders/${pair.body.orderId}`)).body.position).toBe(1);
    const taken = await some.http.post<any>(`/orders/${three.body.orderId}/acceptance`);
    expect(taken.body.tickets.map((ticket: any) => ticket.state)).toEqual(['valid', 'valid', 'revoked']);
  });

  it('offers what is free to a party in line that has become small enough, whoever of it stays at home', async () => {
    const { slots } = await givenExhibition(linli, { places: 4 });
    const [first, who] = [await givenResident(linli), await givenResident(linli)];
    await book(first, slots[0]?.id, [visitor('甲'), visitor('乙')]);
    const three = ['一', '二', '三'].map((name) => visitor(name));
    const { body } = await book(who, slots[0]?.id, three);
    expect(body).toMatchObject({ state: 'waiting', position: 1 });
    const fewer = await who.http.delete<any>(`/orders/${body.orderId}/tickets/${body.tickets[0].id}`);
    expect(fewer).toMatchObject({ status: 200, body: { state: 'offered', places: 2 } });
    expect(fewer.body.tickets.map((ticket: any) => ticket.state)).toEqual(['revoked', 'held', 'held']);
    expect((await messagesTo(linli, who.id)).map(({ kind }) => kind)).toContain('order.offered');
  });

  it('lets several stay at home at once, each place given back once, and one always comes', async () => {
    const { id, slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    const { body } = await book(
      who,
      slots[0]?.id,
      ['甲', '乙', '丙', '丁'].map((name) => visitor(name)),
    );
    const answers = await Promise.all(
      [...body.tickets, body.tickets[0]].map((ticket: any) =>
        who.http.delete<any>(`/orders/${body.orderId}/tickets/${ticket.id}`),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    for (const { status, body: said } of answers) {
      if (status !== 200) expect(['orders.last_visitor', 'request.not_found']).toContain(said.code);
    }
    expect(await slotNow(id, slots[0]?.id)).toMatchObject({ placesLeft: 9 });
    const { tickets } = (await who.http.get<any>(`/orders/${body.orderId}`)).body;
    expect(tickets.filter(({ state }: any) => state === 'valid')).toHaveLength(1);
  });

  it('tells everybody of a cancelled day, ends their tickets, and another day is free for them again', async () => {
    const { id, slots } = await givenExhibition(linli);
    const clerk = await givenStaff(linli, 'culture');
    const who = await givenResident(linli);
    const child = visitor('小宝', '2018-06-01');
    const { body } = await book(who, slots[0]?.id, [child]);
    await clerk.http.post(`/slots/${slots[0]?.id}/cancellation`, { reason: '空调检修' });
    const order = await who.http.get<any>(`/orders/${body.orderId}`);
    expect(order.body).toMatchObject({ state: 'cancelled', ticketPage: null, tickets: [{ state: 'revoked' }] });
    const told = await messagesTo(linli, who.id, 'slot.cancelled');
    expect(told[0]?.body).toContain('空调检修');
    expect((await book(who, slots[1]?.id, [child])).status).toBe(201);
    expect((await slotNow(id, slots[0]?.id)).booking.state).toBe('cancelled');
  });

  it('takes the same order once, however often it is sent', async () => {
    const { slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    const order = { visitors: [visitor('甲')] };
    const send = () =>
      who.http.post<any>(`/slots/${slots[0]?.id}/orders`, order, { headers: { 'idempotency-key': 'abc' } });
    const [one, two] = await Promise.all([send(), send()]);
    expect(one.body.orderId).toBe(two.body.orderId);
  });
});
