import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenExhibition, givenHall } from '../support/given-programme.js';
import type { HttpClient } from '../support/http-client.js';
import { idCardOf } from '../support/id-card.js';
import { Linli } from '../support/linli.js';

const tuesday = { startsOn: '2026-08-25', endsOn: '2026-08-25' };

describe('changing what is published', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'culture')).http;
  });
  afterAll(() => linli.stop());

  const openTimes = async (itemId: string) => {
    const { body } = await clerk.get<any>(`/slots?itemId=${itemId}&from=2026-08-25`);
    return body.items
      .filter(({ cancelledAt }: any) => cancelledAt === null)
      .map(({ startsAt }: any) => startsAt.slice(0, 16));
  };

  const [card, other] = [idCardOf('1990-03-07'), idCardOf('1985-10-01')].map((number) => ({ type: 'id_card', number }));
  const visit = async (slotId: string | undefined, document = card) => {
    const { http } = await givenResident(linli);
    return http.post<any>(`/slots/${slotId}/orders`, { visitors: [{ name: '王小明', document }] });
  };

  it('takes the tickets along to another day: one visit a document on the new day, the old day free again', async () => {
    const { slots } = await givenExhibition(linli);
    expect((await visit(slots[0]?.id)).status).toBe(201);
    expect(
      (await clerk.patch(`/slots/${slots[0]?.id}`, { day: '2026-08-26', from: '07:00', until: '08:30' })).status,
    ).toBe(200);
    expect((await visit(slots[4]?.id)).body.code).toBe('orders.document_has_ticket');
    expect((await visit(slots[1]?.id)).status).toBe(201);
  });

  it('refuses a day on which visitors have another visit, and names their orders; nothing is half moved', async () => {
    const { id, slots } = await givenExhibition(linli);
    const [first] = [await visit(slots[0]?.id, other), await visit(slots[4]?.id, other)];
    const moved = await clerk.patch<any>(`/slots/${slots[0]?.id}`, { day: '2026-08-26', from: '07:00', places: 11 });
    expect([moved.status, moved.body.code]).toEqual([409, 'tickets.visits_on_that_day']);
    expect(moved.body.facts).toEqual({ visitors: 1, orders: [first?.body.reference] });
    const { body } = await clerk.get<any>(`/slots?itemId=${id}&from=2026-08-25&until=2026-08-25`);
    expect(body.items[0]).toMatchObject({ startsAt: '2026-08-25T09:00:00+08:00', capacity: 10, taken: 1 });
  });

  it('does not move a slot to a time that is over, and lets one that is on run longer', async () => {
    const { slots } = await givenExhibition(linli, {
      ...{ startsOn: '2026-08-20', endsOn: '2026-08-21', times: [{ from: '09:30', until: '11:00' }] },
    });
    const past = [{ day: '2026-08-19' }, { day: '2026-08-20' }, { day: '2026-08-20', from: '09:59', until: '12:00' }];
    for (const when of past) {
      const { status, body } = await clerk.patch<any>(`/slots/${slots[1]?.id}`, when);
      expect([status, body.code]).toEqual([409, 'programme.not_to_come']);
    }
    const shorter = await clerk.patch<any>(`/slots/${slots[0]?.id}`, { until: '09:45' });
    expect([shorter.status, shorter.body.code]).toEqual([409, 'programme.not_to_come']);
    expect((await clerk.patch(`/slots/${slots[0]?.id}`, { until: '12:00' })).status).toBe(200);
    const backwards = await clerk.patch<any>(`/slots/${slots[1]?.id}`, { from: '12:00', until: '11:00' });
    expect([backwards.status, backwards.body.code]).toEqual([400, 'programme.hours_out_of_order']);
  });

  it('takes a draft to the venue of its new hall, where the clerk may edit at both', async () => {
    const [here, there] = [await givenHall(linli), await givenHall(linli)];
    const draft = await clerk.post<any>('/programme-items', {
      ...{ hallId: here.id, kind: 'exhibition', entry: 'timed', title: '巡展', titleEn: 'Tour', ...tuesday },
      ...{ times: [{ from: '09:00', until: '11:00' }], places: 5 },
    });
    const ofHere = (await givenStaff(linli, 'culture', { venueId: here.venueId })).http;
    expect((await ofHere.patch(`/programme-items/${draft.body.id}`, { hallId: there.id })).status).toBe(403);
    const moved = await clerk.patch<any>(`/programme-items/${draft.body.id}`, { hallId: there.id });
    expect(moved.body).toMatchObject({ venue: { id: there.venueId }, hall: { id: there.id } });
    expect((await ofHere.get(`/programme-items/${draft.body.id}`)).status).toBe(404);
    expect((await ofHere.patch(`/programme-items/${draft.body.id}`, { places: 6 })).status).toBe(403);
  });

  it('opens the old hours anew where they are changed and changed back', async () => {
    const { id } = await givenExhibition(linli, { ...tuesday, times: [{ from: '06:00', until: '07:00' }] });
    const away = await clerk.patch<any>(`/programme-items/${id}`, { times: [{ from: '07:00', until: '08:00' }] });
    expect(away.body).toMatchObject({ slots: 1 });
    const back = await clerk.patch<any>(`/programme-items/${id}`, { times: [{ from: '06:00', until: '07:00' }] });
    expect(back.body).toMatchObject({ slots: 1 });
    expect(await openTimes(id)).toEqual(['2026-08-25T06:00']);
    const rules = await clerk.patch<any>(`/programme-items/${id}`, { rules: { bookDaysAhead: 20 } });
    expect(rules.body).toMatchObject({ slots: 1 });
  });

  it('leaves a slot that was cancelled by itself cancelled when something else is changed', async () => {
    const { id, slots } = await givenExhibition(linli, tuesday);
    await clerk.post(`/slots/${slots[0]?.id}/cancellation`, { reason: '停电' });
    const longer = await clerk.patch<any>(`/programme-items/${id}`, { endsOn: '2026-08-26' });
    expect(longer.body).toMatchObject({ slots: 5 });
    expect(await openTimes(id)).not.toContain('2026-08-25T09:00');
  });

  it('refuses to move a slot onto another of the same item, in words', async () => {
    const { id, slots } = await givenExhibition(linli, tuesday);
    const onto = await clerk.patch<any>(`/slots/${slots[0]?.id}`, { from: '11:00', until: '13:30' });
    expect([onto.status, onto.body.code]).toEqual([409, 'programme.slot_there_already']);
    await clerk.post(`/slots/${slots[1]?.id}/cancellation`, { reason: '停电' });
    expect((await clerk.patch(`/slots/${slots[0]?.id}`, { from: '11:00', until: '13:30' })).status).toBe(200);
    expect(await openTimes(id)).toEqual(['2026-08-25T11:00', '2026-08-25T13:30']);
  });
});
