import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { checkHistory } from '../support/check-history.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenTerm } from '../support/given-school.js';
import { Linli } from '../support/linli.js';
import { readHeld } from '../support/rush-history.js';
import type { Answer, Told } from '../support/rush-history.js';
import { seeded, seeds, turns } from '../support/seeded.js';

const people = 40;

describe('a rush on two processes while PostgreSQL cuts their connections', () => {
  let first: Linli;
  let second: Linli;
  let admin: Client;
  beforeAll(async () => {
    first = await Linli.start({ env: { MEMORY: 'true' } });
    second = await first.another();
    admin = new Client({ connectionString: first.databaseUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await second.stop();
    await first.stop();
  });

  /** Asks until there is an answer that decides, always with the same key, as a phone in a tunnel does. */
  async function book(person: GivenResident, at: Linli, school: { id: string; poolId: string }, told: Told[]) {
    const key = `rush-${school.id}`;
    for (let tries = 0; tries < 200; tries++) {
      const sentAt = performance.now();
      const reply = await at.as(person.http).post(`/classes/${school.id}/enrolments`, undefined, { key });
      const { code = null, enrolmentId = null, state = null, position = null } = reply.body;
      const answer: Answer = { status: reply.status, code, bookingId: enrolmentId, state, position };
      const about = { person: person.id, pool: school.poolId, act: 'book' as const, key, about: null };
      told.push({ ...about, sentAt, answeredAt: performance.now(), answer });
      if (reply.status !== 503) return;
    }
    throw new Error('It was not answered in 200 tries.');
  }

  const cut = () =>
    admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'linli'`,
    );

  it.each(seeds(20))('keeps every promise (seed %i)', async (seed) => {
    const random = seeded(seed);
    const term = await givenTerm(first);
    const schools = [
      await givenOwnClass(first, { term, capacity: 5 }),
      await givenOwnClass(first, { term, weekday: 3 }),
    ];
    const rush: GivenResident[] = [];
    for (let n = 0; n < people; n++) rush.push(await givenResident(first));
    const told: Told[] = [];
    const asked = rush.map((person) => {
      const school = schools[Math.floor(random() * 2)] ?? schools[0]!;
      return book(person, random() < 0.5 ? first : second, school, told);
    });
    for (let cuts = 0; cuts < 3; cuts++) {
      await turns(Math.floor(random() * 40));
      await cut();
    }
    await Promise.all(asked);
    const held = await readHeld(
      admin,
      schools.map(({ poolId }) => poolId),
    );
    expect(checkHistory({ told, ...held })).toEqual([]);
    expect(held.bookings).toHaveLength(people);
  });
});
