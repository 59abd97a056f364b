import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { compareInWaitingList, waitingListKey } from '../../src/apartments/applications/application-order.rules.js';
import type { InWaitingList } from '../../src/apartments/applications/application-order.rules.js';
import { tiers } from '../../src/apartments/policy/policy.contract.js';
import { Temporal } from '../../src/kernel/time.js';
import { cloneDatabase } from '../support/database.js';

const at = (second: number) => Temporal.Instant.from('2026-08-20T02:00:00Z').add({ seconds: second });
const person = (id: string, overrides: Partial<InWaitingList> = {}): InWaitingList => ({
  id,
  tier: null,
  points: 0,
  completeAt: at(0),
  ...overrides,
});
const inOrder = (people: readonly InWaitingList[]) => [...people].sort(compareInWaitingList).map(({ id }) => id);

describe('the order of the waiting list', () => {
  it('is by tier, A first and none last', () => {
    const none = person('none', { points: 1_000 });
    const people = [none, ...[...tiers].reverse().map((tier) => person(tier, { tier }))];
    expect(inOrder(people)).toEqual([...tiers, 'none']);
  });

  it('then by points, the more the earlier, then by the time of the complete application, then by id', () => {
    const tier = 'D' as const;
    const people = [
      person('d', { tier, points: 10, completeAt: at(5) }),
      person('c', { tier, points: 10, completeAt: at(5) }),
      person('b', { tier, points: 10, completeAt: at(4) }),
      person('a', { tier, points: 9, completeAt: at(0) }),
      person('e', { tier, points: 11, completeAt: at(9) }),
    ];
    expect(inOrder(people)).toEqual(['e', 'b', 'c', 'd', 'a']);
  });
});

describe('the order of the waiting list in SQL', () => {
  let client: Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await cloneDatabase();
    drop = database.drop;
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });

  const anybody = fc.record({
    id: fc.uuid(),
    tier: fc.option(fc.constantFrom(...tiers)),
    points: fc.integer({ min: 0, max: 3 }),
    completeAt: fc.integer({ min: 0, max: 3 }).map(at),
  });
  const people = fc.uniqueArray(anybody, { selector: ({ id }) => id, minLength: 2, maxLength: 30 });
  const rows = `json_to_recordset($1) AS w (id uuid, tier text, points integer, complete_at timestamptz)`;
  const asJson = (list: readonly InWaitingList[]) =>
    JSON.stringify(list.map(({ completeAt, ...rest }) => ({ ...rest, complete_at: completeAt.toString() })));

  it('is the same, and so are the positions that it counts', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (list) => {
        const expected = inOrder(list);
        const sorted = await client.query<{ id: string }>(`SELECT w.id FROM ${rows} ORDER BY ${waitingListKey('w')}`, [
          asJson(list),
        ]);
        expect(sorted.rows.map(({ id }) => id)).toEqual(expected);
        const counted = await client.query<{ id: string; position: number }>(
          `WITH w AS (SELECT * FROM ${rows})
           SELECT a.id, (SELECT count(*)::int + 1 FROM w WHERE (${waitingListKey('w')}) < (${waitingListKey('a')})) AS position
             FROM w a`,
          [asJson(list)],
        );
        for (const { id, position } of counted.rows) expect(expected[position - 1]).toBe(id);
      }),
      { numRuns: 40 },
    );
  });
});
