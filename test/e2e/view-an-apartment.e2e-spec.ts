import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { closeViewings } from '../../src/apartments/viewings/close-viewings.service.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenOutage } from '../support/given-apartments.js';
import type { GivenHouse, GivenUnit } from '../support/given-apartments.js';
import { givenSubmitted } from '../support/given-application.js';
import { givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenResident, givenStaff, givenVenue, signedInAgain } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenViewingTime, newTime } from '../support/given-viewings.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-09-01 10:00';
const [friday, saturday] = ['2026-09-04T14:00:00+08:00', '2026-09-05T10:00:00+08:00'];

describe('viewing an apartment', () => {
  let linli: Linli;
  let office: HttpClient;
  let house: GivenHouse;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    office = (await givenStaff(linli, 'apartments')).http;
    house = await givenLettingHouse(linli, { units: [{}, {}, { layout: '两室一厅' }] });
  });

  const time = (startsAt: string, overrides: object = {}) =>
    givenViewingTime(linli, house, { startsAt, office, ...overrides });
  const book = ({ http }: GivenResident, id: string) => http.post(`/me/viewing-times/${id}/viewings`);
  const free = async ({ http }: GivenResident): Promise<{ id: string; free: number }[]> =>
    (await http.get('/me/viewing-times')).body.items;
  const kinds = async ({ id }: GivenResident) => (await messagesTo(linli, id)).map(({ kind }) => kind);

  it('is booked by who applied, changed, cancelled, and marked by the office', async () => {
    const [first, second] = [await time(friday), await time(saturday)];
    const { resident: reviewed } = await givenSubmitted(linli, { venueId: house.venueId });
    const approved = await givenApproved(linli, house);
    expect(await free(reviewed)).toMatchObject([
      { id: first, free: 2, parties: 2, unit: { id: house.units[0].id }, layout: '一室一厅', startsAt: friday },
      { id: second, meetingPlace: '1号楼大堂' },
    ]);
    const booked = await book(reviewed, first);
    expect(booked).toMatchObject({
      status: 201,
      body: { state: 'booked', time: { id: first, house: { id: house.venueId } } },
    });
    expect((await book(approved, first)).status).toBe(201);
    expect((await book(reviewed, first)).body.code).toBe('admission.already_booked');
    expect((await book(reviewed, second)).body.code).toBe('viewings.one_open');
    const late = await givenApproved(linli, house);
    expect(await free(late)).toMatchObject([{ id: second }]);
    expect((await book(late, first)).body.code).toBe('admission.full_without_waiting_list');
    const [said] = await messagesTo(linli, reviewed.id, 'viewing.booked');
    expect(said?.body).toContain('Lobby of No. 1');
    expect(said?.body).toContain(booked.body.reference);

    const path = `/me/viewings/${booked.body.id}`;
    expect((await approved.http.post(`${path}/move`, { timeId: second })).status).toBe(404);
    expect((await approved.http.post(`${path}/withdrawal`)).status).toBe(404);
    const moved = await reviewed.http.post(`${path}/move`, { timeId: second });
    expect(moved).toMatchObject({ status: 200, body: { id: booked.body.id, state: 'booked', time: { id: second } } });
    expect(await kinds(reviewed)).toEqual(expect.arrayContaining(['viewing.booked', 'viewing.changed']));
    expect((await book(late, first)).status).toBe(201);
    expect((await reviewed.http.post(`${path}/move`, { timeId: first })).body.code).toBe('admission.full');
    expect((await reviewed.http.get('/me/viewings')).body).toMatchObject({
      total: 1,
      items: [{ id: booked.body.id, time: { id: second }, state: 'booked' }],
    });
    const out = await late.http.get('/me/viewings');
    const withdrawn = await late.http.post(`/me/viewings/${out.body.items[0].id}/withdrawal`);
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn', cancelReason: null } });
    const again = await late.http.post(`/me/viewings/${out.body.items[0].id}/withdrawal`);
    expect(again.body.code).toBe('viewings.not_in_this_state');

    const list = (await office.get(`/viewing-times/${first}`)).body;
    expect(list).toMatchObject({ free: 1, isShown: true, cancelled: null });
    expect(list.viewings).toMatchObject([
      {
        state: 'booked',
        applicant: { id: approved.id },
        application: { id: approved.applicationId, state: 'approved' },
      },
      { state: 'withdrawn', applicant: { id: late.id } },
    ]);
    const mark = (outcome: string, by = office) => by.post(`/viewings/${list.viewings[0].id}/mark`, { outcome });
    expect((await mark('came')).body.code).toBe('viewings.not_begun');
    linli.clock.set('2026-09-04 14:00');
    office = (await givenStaff(linli, 'apartments')).http;
    expect((await mark('absent')).body.viewings[0].state).toBe('absent');
    expect((await mark('came')).body.viewings[0].state).toBe('came');
    expect((await mark('came')).body.code).toBe('viewings.not_in_this_state');
    expect((await mark('came', (await givenStaff(linli, 'desk')).http)).status).toBe(403);
    const begun = await office.post(`/viewing-times/${first}/cancellation`, { reason: '有事', reasonEn: 'No time' });
    expect(begun.body.code).toBe('viewings.time_begun');
  });

  it('reminds the evening before and two hours before, of the time that holds now', async () => {
    const [first, second] = [await time(friday), await time(saturday)];
    const who = await givenApproved(linli, house);
    const { body } = await book(who, first);
    const planned = async () => {
      await linli.runJob(planReminders, {});
      const all = await messagesTo(linli, who.id);
      return all
        .filter(({ kind }) => /tomorrow|soon/.test(kind))
        .map(({ kind, dueAt, state }) => `${kind} ${dueAt} ${state}`);
    };
    linli.clock.set('2026-09-03 17:00');
    const before = ['viewing.tomorrow 2026-09-03 18:00', 'viewing.soon 2026-09-04 12:00'];
    expect(await planned()).toEqual(before.map((one) => `${one} due`));
    const again = await signedInAgain(linli, who);
    expect((await again.http.post(`/me/viewings/${body.id}/move`, { timeId: second })).status).toBe(200);
    linli.clock.set('2026-09-04 09:00');
    expect(await planned()).toEqual([
      ...before.map((one) => `${one} withdrawn`),
      ...['viewing.tomorrow 2026-09-04 18:00 due', 'viewing.soon 2026-09-05 08:00 due'],
    ]);
  });

  it('is cancelled by the office with a reason that everybody is told, once', async () => {
    const id = await time(friday);
    const people = [await givenApproved(linli, house), await givenApproved(linli, house)];
    for (const one of people) await book(one, id);
    const cancel = () =>
      office.post(`/viewing-times/${id}/cancellation`, { reason: '电梯检修', reasonEn: 'Lift repair' });
    const answers = await Promise.all([cancel(), cancel()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    for (const one of people) {
      const told = await messagesTo(linli, one.id, 'viewing.cancelled');
      expect(told).toHaveLength(1);
      expect(told[0]?.body).toContain('Lift repair');
    }
    expect((await book(people[0] as GivenResident, id)).body.code).toBe('admission.ended');
    expect((await people[0]?.http.get('/me/viewings'))?.body.items).toMatchObject([
      { state: 'cancelled', cancelReason: { zh: '电梯检修', en: 'Lift repair' } },
    ]);
    expect((await office.get('/viewing-times')).body.items).toContainEqual(
      expect.objectContaining({ id, cancelled: expect.objectContaining({ reason: '电梯检修' }) }),
    );
    expect(await time(friday)).not.toBe(id);
  });

  it('shows no unit that is let or out of service by then, and cancels what was set before', async () => {
    const [unit, other, large] = house.units as readonly GivenUnit[] as readonly [GivenUnit, GivenUnit, GivenUnit];
    const ofUnit = await time(friday);
    const ofLayout = newTime(house, friday, { unitId: undefined, buildingId: house.buildingId, layout: '两室一厅' });
    const largeTime = await office.post('/viewing-times', ofLayout);
    expect(largeTime).toMatchObject({ status: 201, body: { unit: null, layout: '两室一厅' } });
    await givenOutage(linli, large.id, { from: '2026-09-04', until: '2026-09-05' });
    expect((await office.post('/viewing-times', ofLayout)).body.code).toBe('viewings.not_shown');
    expect((await office.post('/viewing-times', { ...ofLayout, startsAt: saturday })).status).toBe(201);

    const viewer = await givenApproved(linli, house);
    expect((await book(viewer, ofUnit)).status).toBe(201);
    const tenant = await givenApproved(linli, house);
    await givenLet(linli, tenant, unit.id);
    const late = await givenApproved(linli, house);
    expect((await book(late, ofUnit)).body.code).toBe('viewings.not_shown');
    expect((await free(late)).map(({ id }) => id)).not.toContain(ofUnit);
    await Promise.all([linli.runJob(closeViewings, {}), linli.runJob(closeViewings, {})]);
    await linli.runJob(closeViewings, {});
    const [told, ...more] = await messagesTo(linli, viewer.id, 'viewing.cancelled');
    expect(told?.body).toContain('let or is out of service');
    expect(more).toEqual([]);
    expect((await office.get(`/viewing-times/${largeTime.body.id}`)).body.cancelled).not.toBeNull();
    expect((await office.post('/viewing-times', newTime(house, saturday))).body.code).toBe('viewings.not_shown');
    expect((await office.post('/viewing-times', newTime(house, saturday, { unitId: other.id }))).status).toBe(201);
  });

  it('is for those with an application at the house, and ends with it', async () => {
    const id = await time(friday);
    const stranger = await givenResident(linli);
    expect(await free(stranger)).toEqual([]);
    expect((await book(stranger, id)).body.code).toBe('viewings.no_application');
    const elsewhere = await givenApproved(linli, await givenLettingHouse(linli));
    expect((await book(elsewhere, id)).body.code).toBe('viewings.no_application');
    const who = await givenApproved(linli, house);
    await book(who, id);
    await linli.database.query(`UPDATE apartment_applications SET state = 'expired' WHERE id = $1`, [
      who.applicationId,
    ]);
    await linli.runJob(closeViewings, {});
    expect((await office.get(`/viewing-times/${id}`)).body).toMatchObject({
      free: 2,
      viewings: [{ state: 'withdrawn' }],
    });
    const [told] = await messagesTo(linli, who.id, 'viewing.cancelled');
    expect(told?.body).toContain('application');
  });

  it('is limited to three to come, clashes with nothing of the same person, and what is over counts no more', async () => {
    house = await givenLettingHouse(linli, { units: [{}, {}, {}, {}, {}] });
    const at = (index: number, startsAt: string) =>
      givenViewingTime(linli, { units: [house.units[index] ?? house.units[0]] }, { startsAt, office });
    const ids = await Promise.all([0, 1, 2, 3].map((index) => at(index, `2026-09-04T1${index}:00:00+08:00`)));
    const who = await givenApproved(linli, house);
    const clash = await at(4, '2026-09-04T10:15:00+08:00');
    for (const [index, id] of ids.entries()) {
      const answer = await book(who, id);
      if (index < 3) expect(answer.status).toBe(201);
      else expect(answer.body.code).toBe('viewings.too_many_open');
    }
    const one = await givenApproved(linli, house);
    await book(one, ids[0] ?? '');
    expect((await book(one, clash)).body.code).toBe('admission.clashes_with_own');
    linli.clock.set('2026-09-05 09:00');
    office = (await givenStaff(linli, 'apartments')).http;
    const later = await signedInAgain(linli, who);
    const again = await at(0, '2026-09-06T10:00:00+08:00');
    expect((await book(later, again)).status).toBe(201);
    expect((await later.http.get('/me/viewings')).body.items.map(({ state }: any) => state)).toEqual([
      ...['booked', 'unmarked', 'unmarked', 'unmarked'],
    ]);
  });

  it('refuses what makes no sense', async () => {
    const good = newTime(house, friday);
    const bad: object[] = [
      ...[{ unitId: undefined }, { buildingId: house.buildingId }, { startsAt: 'Friday' }, { startsAt: '' }],
      ...[{ minutes: 0 }, { minutes: 10_000 }, { minutes: '30' }, { parties: 0 }, { parties: 51 }, { parties: 1.5 }],
      ...[{ meetingPlace: '' }, { meetingPlace: '楼'.repeat(121) }, { meetingPlaceEn: undefined }, { extra: 1 }],
      ...[{ startsAt: '2026-09-01T09:59:00+08:00' }, { startsAt: '2026-12-02T10:00:00+08:00' }],
    ];
    for (const wrong of bad) expect((await office.post('/viewing-times', { ...good, ...wrong })).status).toBe(400);
    const layout = { ...good, unitId: undefined, buildingId: house.buildingId, layout: '🏰' };
    expect((await office.post('/viewing-times', layout)).body.code).toBe('viewings.no_such_layout');
    const unknown = '01990000-0000-7000-8000-000000000000';
    expect((await office.post('/viewing-times', { ...good, unitId: unknown })).status).toBe(404);
    expect(
      (await office.post('/viewing-times', { ...good, meetingPlace: '<script>alert(1)</script> 🏠' })).status,
    ).toBe(201);
    expect((await office.post('/viewing-times', good)).body.code).toBe('viewings.one_at_a_time');

    const limited = await givenStaff(linli, 'apartments', { venueId: (await givenVenue(linli)).id });
    expect((await limited.http.post('/viewing-times', newTime(house, saturday))).status).toBe(403);
    const id = await time(saturday);
    expect((await limited.http.get(`/viewing-times/${id}`)).status).toBe(404);
    expect((await limited.http.get('/viewing-times')).body.items).toEqual([]);
    const who = await givenApproved(linli, house);
    expect((await who.http.get('/viewing-times')).status).toBe(403);
    expect((await book(who, unknown)).status).toBe(404);
    expect((await book(who, 'x')).status).toBe(400);
    const { body } = await book(who, id);
    expect((await who.http.post(`/me/viewings/${body.id}/move`, { timeId: id })).status).toBe(409);
    const away = await givenLettingHouse(linli);
    const there = await givenViewingTime(linli, away, { startsAt: friday });
    expect((await who.http.post(`/me/viewings/${body.id}/move`, { timeId: there })).body.code).toBe(
      'viewings.another_house',
    );
    const keyed = who.http.post<any>(`/me/viewings/${body.id}/move`, { timeId: unknown });
    expect((await keyed).status).toBe(404);
    linli.clock.set('2026-09-05 10:00');
    const later = await signedInAgain(linli, who);
    expect((await later.http.post(`/me/viewings/${body.id}/withdrawal`)).body.code).toBe('viewings.begun');
    expect((await book(await signedInAgain(linli, await givenApproved(linli, house)), id)).body.code).toBe(
      'admission.closed',
    );
  });
});
