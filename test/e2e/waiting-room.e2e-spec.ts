import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CallPeople } from '../../src/admission/openings/call-people.service.js';
import { askTurn, enrolWith, givenOpening, takeTicket } from '../support/given-opening.js';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const open = '2026-08-20 10:00';

describe('the waiting room of an opening', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: open });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(open));

  const people = async (count: number) => {
    const all = [];
    for (let n = 0; n < count; n++) all.push(await givenResident(linli));
    return all;
  };

  it('is off by default: people enrol at once, and a ticket is not needed', async () => {
    const { id, school } = await givenOpening(linli, null);
    const me = await givenResident(linli);
    expect(await takeTicket(me, id)).toMatchObject({ status: 409, body: { code: 'opening.no_waiting_room' } });
    expect((await enrolWith(me, school.id)).body).toMatchObject({ state: 'confirmed' });
    expect((await linli.anyone.get(`/classes/${school.id}`)).body.enrolment).toMatchObject({ waitingRoom: null });
  });

  it('shows in the catalogue, and whoever comes without a ticket is told to take one', async () => {
    const { id, school } = await givenOpening(linli, 1);
    const page = (await linli.anyone.get(`/classes/${school.id}`)).body;
    expect(page.enrolment.waitingRoom).toEqual({ openingId: id });
    expect(page.howToEnrol).toContain('Take a ticket first');
    const refused = await enrolWith(await givenResident(linli), school.id);
    expect(refused).toMatchObject({ status: 409, body: { code: 'opening.take_a_ticket', facts: { openingId: id } } });
  });

  it('gives numbers in order of arrival and lets in so many a second', async () => {
    const { id, school } = await givenOpening(linli, 1);
    const [first, second] = await people(2);
    const mine = (await takeTicket(first!, id)).body;
    expect(mine).toMatchObject({ number: 1, state: 'waiting', ahead: 0, waitSeconds: 1, askAgainInSeconds: 1 });
    const theirs = (await takeTicket(second!, id)).body;
    expect(theirs).toMatchObject({ number: 2, state: 'waiting', ahead: 1, waitSeconds: 2 });

    const early = await enrolWith(second!, school.id, theirs.ticket);
    expect(early).toMatchObject({ status: 409, body: { code: 'opening.not_your_turn', facts: { ahead: 1 } } });
    expect(early.headers.get('retry-after')).toBe('2');

    linli.clock.advance('PT1S');
    expect((await askTurn(first!, id, mine.ticket)).body).toMatchObject({ state: 'called', ahead: 0, waitSeconds: 0 });
    expect((await askTurn(second!, id, theirs.ticket)).body).toMatchObject({ state: 'waiting', ahead: 0 });
    expect((await enrolWith(first!, school.id, mine.ticket)).status).toBe(201);
    expect((await enrolWith(second!, school.id, theirs.ticket)).body.code).toBe('opening.not_your_turn');
    linli.clock.advance('PT1S');
    expect((await enrolWith(second!, school.id, theirs.ticket)).status).toBe(201);
  });

  it('gives one person one number, however many tabs and devices ask at once', async () => {
    const { id } = await givenOpening(linli, 1);
    const [me, other] = await people(2);
    const tabs = await Promise.all(Array.from({ length: 20 }, () => takeTicket(me!, id)));
    expect(new Set(tabs.map(({ body }) => `${body.number} ${body.ticket}`)).size).toBe(1);
    expect((await takeTicket(other!, id)).body.number).toBe(2);
    expect((await takeTicket(me!, id)).body.number).toBe(1);
  });

  it('refuses tickets that are forged, changed, or another person’s', async () => {
    const { id, school } = await givenOpening(linli, 1);
    const elsewhere = await givenOpening(linli, 1);
    const [first, second] = await people(2);
    const mine = (await takeTicket(first!, id)).body.ticket as string;
    await takeTicket(second!, id);
    linli.clock.advance('PT60S');
    const bad = ['', '1', mine.replace(/^1/, '2'), `${mine}x`, mine.slice(0, -1), '<script>', '😀', 'x'.repeat(5000)];
    for (const ticket of bad.filter((text) => /^[\x20-\x7e]*$/.test(text))) {
      expect((await enrolWith(first!, school.id, ticket)).body.code).toBe('opening.unknown_ticket');
      expect((await askTurn(first!, id, ticket)).body.code).toBe('opening.unknown_ticket');
    }
    expect((await enrolWith(second!, school.id, mine)).body.code).toBe('opening.unknown_ticket');
    expect((await enrolWith(first!, elsewhere.school.id, mine)).body.code).toBe('opening.unknown_ticket');
    expect((await enrolWith(first!, school.id, mine)).status).toBe(201);
  });

  it('ends a turn fifteen minutes after it came; a new ticket is at the end', async () => {
    const { id, school } = await givenOpening(linli, 1);
    const [late, other] = await people(2);
    const mine = (await takeTicket(late!, id)).body;
    linli.clock.advance('PT1S');
    await linli.get(CallPeople).run();
    linli.clock.advance('PT14M');
    await linli.get(CallPeople).run();
    expect((await askTurn(late!, id, mine.ticket)).body.state).toBe('called');
    linli.clock.advance('PT61S');
    await linli.get(CallPeople).run();
    expect((await askTurn(late!, id, mine.ticket)).body.state).toBe('over');
    expect((await enrolWith(late!, school.id, mine.ticket)).body).toMatchObject({ code: 'opening.ticket_over' });
    expect((await takeTicket(other!, id)).body.number).toBe(2);
    const anew = (await takeTicket(late!, id)).body;
    expect(anew).toMatchObject({ number: 3, ahead: 1 });
    linli.clock.advance('PT2S');
    expect((await enrolWith(late!, school.id, anew.ticket)).status).toBe(201);
  });

  it('gives tickets from fifteen minutes before the opening until it closes', async () => {
    const { id, school } = await givenOpening(linli, 1, { opensAt: '2026-08-20 19:00', closesAt: '2026-08-21 19:00' });
    const me = await givenResident(linli);
    linli.clock.set('2026-08-20 18:44');
    expect((await takeTicket(me, id)).body).toMatchObject({
      code: 'opening.tickets_later',
      facts: { ticketsFrom: '2026-08-20T18:45:00+08:00' },
    });
    linli.clock.set('2026-08-20 18:45');
    const { ticket, waitSeconds } = (await takeTicket(me, id)).body;
    expect(waitSeconds).toBe(901);
    expect((await enrolWith(me, school.id, ticket)).body.code).toBe('admission.not_open_yet');
    linli.clock.set('2026-08-20 19:00');
    expect((await enrolWith(me, school.id, ticket)).body.code).toBe('opening.not_your_turn');
    linli.clock.advance('PT1S');
    expect((await enrolWith(me, school.id, ticket)).status).toBe(201);
    linli.clock.set('2026-08-21 19:00');
    expect((await takeTicket(await givenResident(linli), id)).body.code).toBe('opening.over');
  });

  it('answers a request that was answered before, with or without a ticket', async () => {
    const { id, school } = await givenOpening(linli, 1);
    const me = await givenResident(linli);
    const { ticket } = (await takeTicket(me, id)).body;
    linli.clock.advance('PT1S');
    const placed = await enrolWith(me, school.id, ticket, 'mine');
    expect((await enrolWith(me, school.id, undefined, 'mine')).body).toEqual(placed.body);
    expect((await enrolWith(me, school.id, undefined, 'other')).body.code).toBe('opening.take_a_ticket');
  });

  it('asks who is signed in, and knows no other opening', async () => {
    const { id } = await givenOpening(linli, 1);
    expect((await linli.anyone.post(`/openings/${id}/ticket`)).status).toBe(401);
    const me = await givenResident(linli);
    expect((await takeTicket(me, '01900000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await me.http.get(`/openings/${id}/turn`)).body.code).toBe('opening.take_a_ticket');
    expect((await me.http.get(`/openings/${id}`)).status).toBe(403);
  });
});
