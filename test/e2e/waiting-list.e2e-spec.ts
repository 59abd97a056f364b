import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseBookings } from '../../src/admission/index.js';
import { givenResident } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenTerm } from '../support/given-school.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('the waiting list of a class', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A class of one place: the first of these people has it, the others wait in order. */
  async function givenLine(waiting: number, overrides: ClassOverrides = {}) {
    const school = await givenOwnClass(linli, { capacity: 1, ...overrides });
    const people: (GivenResident & { enrolment: string })[] = [];
    for (let i = 0; i <= waiting; i++) {
      const person = await givenResident(linli);
      const { enrolmentId } = (await person.http.post(`/classes/${school.id}/enrolments`)).body;
      people.push({ ...person, enrolment: enrolmentId });
    }
    return { school, people };
  }
  const withdraw = ({ http, enrolment }: { http: GivenResident['http']; enrolment: string }) =>
    http.post(`/enrolments/${enrolment}/withdrawal`);
  const state = async ({ http, enrolment }: { http: GivenResident['http']; enrolment: string }) => {
    const { body } = await http.get(`/enrolments/${enrolment}`);
    return [body.state, body.position];
  };

  it('offers a freed place to the first, holds it for 24 hours, and shows nobody a free place meanwhile', async () => {
    const { school, people } = await givenLine(2);
    await withdraw(people[0]!);
    expect((await people[1]!.http.get(`/enrolments/${people[1]!.enrolment}`)).body).toMatchObject({
      state: 'offered',
      position: null,
      holdsUntil: '2026-08-21T10:00:00+08:00',
    });
    expect(await state(people[2]!)).toEqual(['waiting', 1]);
    expect((await linli.anyone.get(`/classes/${school.id}`)).body).toMatchObject({ placesLeft: 0, waiting: 1 });
    const newcomer = await givenResident(linli);
    expect((await newcomer.http.post(`/classes/${school.id}/enrolments`)).body).toMatchObject({
      state: 'waiting',
      position: 2,
    });
  });

  it('gives the place to whoever accepts, and says so', async () => {
    const { people } = await givenLine(1);
    await withdraw(people[0]!);
    const reply = await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/acceptance`);
    expect(reply).toMatchObject({ status: 200, body: { state: 'confirmed', holdsUntil: null } });
    const told = await messagesTo(linli, people[1]!.id);
    expect(told.map(({ kind }) => kind).sort()).toEqual(['class.enrolled', 'class.offered', 'class.waiting']);
    expect((await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/acceptance`)).body.code).toBe(
      'admission.not_offered',
    );
  });

  it('goes on to the next when somebody declines', async () => {
    const { people } = await givenLine(2);
    await withdraw(people[0]!);
    expect((await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/refusal`)).body.state).toBe('declined');
    expect((await state(people[2]!))[0]).toBe('offered');
    expect((await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/refusal`)).status).toBe(409);
  });

  it('goes on to the next when an offer ends, and it is too late to accept then', async () => {
    const { people } = await givenLine(2);
    await withdraw(people[0]!);
    linli.clock.set('2026-08-21 10:00');
    const tooLate = await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/acceptance`);
    expect(tooLate).toMatchObject({ status: 409, body: { code: 'admission.not_offered' } });
    await linli.runJob(lapseBookings, {});
    expect((await state(people[1]!))[0]).toBe('lapsed');
    expect((await state(people[2]!))[0]).toBe('offered');
    expect((await messagesTo(linli, people[1]!.id, 'class.lapsed'))[0]?.body).toContain('was not accepted in time');
  });

  it('holds an accepted place with a fee until it is paid', async () => {
    const { people } = await givenLine(1, { feeFen: 20_000 });
    await withdraw(people[0]!);
    expect((await messagesTo(linli, people[1]!.id, 'class.offered'))[0]?.body).toContain('The fee is 200.00 yuan');
    linli.clock.set('2026-08-20 12:00');
    const { body } = await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/acceptance`);
    expect(body).toMatchObject({
      state: 'awaiting_payment',
      holdsUntil: '2026-08-22T12:00:00+08:00',
      payment: { balanceFen: 20_000 },
    });
  });

  it('does not give a place to somebody whose evening has filled meanwhile, and names the class', async () => {
    const term = await givenTerm(linli);
    const { people } = await givenLine(1, { term, weekday: 2 });
    const dance = await givenOwnClass(linli, { term, weekday: 2, name: '民族舞二班', nameEn: 'Folk dance 2' });
    expect((await people[1]!.http.post(`/classes/${dance.id}/enrolments`)).status).toBe(201);
    await withdraw(people[0]!);
    expect(await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/acceptance`)).toMatchObject({
      status: 409,
      body: { code: 'admission.clashes_with_own', facts: { title: '民族舞二班' } },
    });
    expect((await state(people[1]!))[0]).toBe('offered');
  });

  it('lets nobody accept or decline what was not offered to them', async () => {
    const { people } = await givenLine(1);
    for (const answer of ['acceptance', 'refusal']) {
      const reply = await people[1]!.http.post(`/enrolments/${people[1]!.enrolment}/${answer}`);
      expect(reply).toMatchObject({ status: 409, body: { code: 'admission.not_offered' } });
    }
  });
});
