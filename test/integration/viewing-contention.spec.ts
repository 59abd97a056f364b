import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenApproved, givenLettingHouse } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import { givenViewingTime } from '../support/given-viewings.js';
import { Linli } from '../support/linli.js';

const friday = '2026-09-04T14:00:00+08:00';

describe('many at once who want to view a unit', () => {
  let linli: Linli;
  let second: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: '2026-09-01 10:00' });
    second = await linli.another();
    second.clock.set('2026-09-01 10:00');
  });
  afterAll(async () => {
    await second.stop();
    await linli.stop();
  });

  const at = (index: number) => (index % 2 ? second : linli);
  const counts = async (id: string) => {
    const [row] = await linli.database.query(
      `SELECT p.taken, p.capacity, (SELECT count(*)::int FROM viewings m WHERE m.time_id = v.id AND m.state = 'booked') AS open
         FROM viewing_times v JOIN pools p ON p.id = v.pool_id WHERE v.id = $1`,
      [id],
    );
    return row as { taken: number; capacity: number; open: number };
  };

  it.each([2, 20, 200])(
    'gives the places of one time to as many of %i as there are, on two processes',
    async (count) => {
      const parties = Math.max(1, count / 4);
      const house = await givenLettingHouse(linli);
      const id = await givenViewingTime(linli, house, { startsAt: friday, parties: Math.floor(parties) });
      const people = await Promise.all(Array.from({ length: count }, () => givenApproved(linli, house)));
      const tries = await Promise.all(
        people.map(({ http }, index) => at(index).as(http).post<any>(`/me/viewing-times/${id}/viewings`)),
      );
      const placed = tries.filter(({ status }) => status === 201);
      expect(placed).toHaveLength(Math.floor(parties));
      const refused = new Set(tries.filter(({ status }) => status !== 201).map(({ body }) => body.code));
      expect([...refused]).toEqual(['admission.full_without_waiting_list']);
      expect(await counts(id)).toEqual({ taken: placed.length, capacity: placed.length, open: placed.length });
    },
  );

  it('gives one person one open viewing of a unit, though they ask for 20 times of it at once', async () => {
    const house = await givenLettingHouse(linli);
    const { http: office } = await givenStaff(linli, 'apartments');
    const ids: string[] = [];
    for (let hour = 0; hour < 20; hour += 1) {
      const startsAt = `2026-09-${String(3 + Math.floor(hour / 10)).padStart(2, '0')}T1${hour % 10}:00:00+08:00`;
      ids.push(await givenViewingTime(linli, house, { startsAt, office }));
    }
    const who = await givenApproved(linli, house);
    const tries = await Promise.all(
      ids.map((id, index) => at(index).as(who.http).post<any>(`/me/viewing-times/${id}/viewings`)),
    );
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(tries.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['viewings.one_open']),
    );
  });

  it('keeps one open viewing of a unit by a constraint, where the rule did not look', async () => {
    const house = await givenLettingHouse(linli);
    const id = await givenViewingTime(linli, house, { startsAt: friday });
    const [who, other] = [await givenApproved(linli, house), await givenApproved(linli, house)];
    for (const { http } of [who, other]) await http.post(`/me/viewing-times/${id}/viewings`);
    const twice = linli.database.query('UPDATE viewings SET resident_id = $1 WHERE resident_id = $2', [
      who.id,
      other.id,
    ]);
    await expect(twice).rejects.toThrow('viewings_one_open_per_unit_and_person');
  });

  it('keeps the counts exact while people move between two times and others book and cancel', async () => {
    const house = await givenLettingHouse(linli);
    const [first, other] = [
      await givenViewingTime(linli, house, { startsAt: friday, parties: 5 }),
      await givenViewingTime(linli, house, { startsAt: '2026-09-05T10:00:00+08:00', parties: 5 }),
    ];
    const people = await Promise.all(Array.from({ length: 20 }, () => givenApproved(linli, house)));
    const mine: { http: (typeof people)[number]['http']; id: string }[] = [];
    for (const { http } of people.slice(0, 5)) {
      mine.push({ http, id: (await http.post(`/me/viewing-times/${first}/viewings`)).body.id });
    }
    const answers = await Promise.all([
      ...mine.flatMap(({ http, id }, index) => [
        at(index).as(http).post<any>(`/me/viewings/${id}/move`, { timeId: other }),
        at(index + 1)
          .as(http)
          .post<any>(`/me/viewings/${id}/withdrawal`),
      ]),
      ...people.slice(5).map(({ http }, index) =>
        at(index)
          .as(http)
          .post<any>(`/me/viewing-times/${index % 2 ? first : other}/viewings`),
      ),
    ]);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    for (const id of [first, other]) {
      const { taken, capacity, open } = await counts(id);
      expect(open).toBe(taken);
      expect(taken).toBeLessThanOrEqual(capacity);
    }
  });
});
