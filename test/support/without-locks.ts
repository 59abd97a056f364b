import { jest } from '@jest/globals';
import type pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { AdmitRequests } from '../../src/admission/admit-requests.service.js';
import { Bookings } from '../../src/admission/bookings.js';
import { Residents } from '../../src/people/index.js';
import { connect } from '../../src/platform/database/send.js';
import type { Tx } from '../../src/platform/database/transactions.js';
import type { Linli } from './linli.js';

/** The engine of this process reads people and pools as before, and locks none of them. */
export function takeLocksAway(linli: Linli): void {
  const residents = linli.get(Residents);
  const lockPeople = residents.lock.bind(residents);
  jest.spyOn(residents, 'lock').mockImplementation(async (tx, ids) => lockPeople(await withoutLocks(tx), ids));
  const bookings = linli.get(Bookings);
  const lockPools = bookings.lockPools.bind(bookings);
  jest.spyOn(bookings, 'lockPools').mockImplementation(async (tx, ids) => lockPools(await withoutLocks(tx), ids));
}

/** Once a process has read all that it decides by, pools among it, it waits before it writes. */
export function meetAfterReading(linli: Linli, meet: () => Promise<void>): void {
  const admit = linli.get(AdmitRequests);
  const look = admit.look.bind(admit);
  jest.spyOn(admit, 'look').mockImplementation(async (tx, requests) => {
    const seen = await look(tx, requests);
    await meet();
    return seen;
  });
}

/** The same transaction, on a connection on which nothing asks for a lock. */
async function withoutLocks(tx: Tx): Promise<Tx> {
  const runner = tx.queryRunner as QueryRunner;
  const connection = (await runner.connect()) as pg.PoolClient;
  const query = ({ text, values }: { text: string; values: unknown[] }) =>
    connection.query(text.replace('FOR NO KEY UPDATE', ''), values);
  const blind = but(
    tx,
    'queryRunner',
    but(runner, 'connect', () => Promise.resolve({ query })),
  );
  await connect(blind);
  return blind;
}

/** The thing as it is, but for this property. */
function but<Thing extends object>(thing: Thing, property: keyof Thing, value: unknown): Thing {
  const get = (target: Thing, name: string | symbol) =>
    name === property ? value : (Reflect.get(target, name) as unknown);
  return new Proxy(thing, { get });
}
