import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { SlotAbsences } from '../../src/culture-centre/orders/slot-absences.js';
import { Slot } from '../../src/culture-centre/programme/slot.entity.js';
import { system } from '../../src/people/index.js';
import { explained } from '../support/explain.js';
import { givenPeople } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import { Linli } from '../support/linli.js';

describe('who did not come to a slot', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  it('is read by an index from the bookings of that slot and no others, however many there are', async () => {
    const { slots } = await givenExhibition(linli);
    const people = await givenPeople(linli, 1_000);
    await linli.database.query(
      `INSERT INTO bookings (id, reference, pool_id, resident_id, state, booked_at, confirmed_at, ended_at, end_reason)
       SELECT gen_random_uuid(), gen_random_uuid()::text, pool, person, 'withdrawn', now(), now(), '2026-08-25T08:00:00+08:00', 'x'
         FROM unnest($1::uuid[]) AS pool, unnest($2::uuid[]) AS person`,
      [slots.map(({ poolId }) => poolId), people],
    );
    // Those of the other slots came.
    await linli.database.query(
      `INSERT INTO tickets (id, booking_id, slot_id, kind, day, number, issue, state, price_class, fee_fen, entered_at)
       SELECT gen_random_uuid(), b.id, s.id, 'visit', s.day, 1, 1, 'valid', 'adult', 0, CASE WHEN s.id <> $1 THEN now() END
         FROM bookings b JOIN slots s ON s.pool_id = b.pool_id`,
      [slots[0]?.id],
    );
    await linli.database.query('ANALYZE bookings, tickets');
    const { manager } = linli.database;
    const slot = await manager.findOneByOrFail(Slot, { id: slots[0]?.id ?? '' });
    const tx = Object.assign(Object.create(manager) as EntityManager, {
      query: (sql: string, values?: unknown[]) => linli.database.query(sql, values),
    });
    const plans = await explained(linli.database, () =>
      linli.get(SlotAbsences).count(tx, system, slot, '2026-08-25T00:00:00+08:00'),
    );
    const reads = plans.flatMap((plan) => plan.reads).filter(({ table, rows }) => table === 'bookings' && rows > 0);
    expect(new Set(reads.map(({ index }) => index))).toEqual(new Set(['bookings_by_pool']));
    expect(reads.filter(({ rows }) => rows > people.length)).toEqual([]);
  });
});
