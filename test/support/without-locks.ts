import { jest } from '@jest/globals';
import { Bookings } from '../../src/admission/bookings.js';
import { RequestFacts } from '../../src/admission/request-facts.js';
import { Residents } from '../../src/people/index.js';
import type { Tx } from '../../src/platform/database/transactions.js';
import type { Linli } from './linli.js';

/** The engine of this process reads people and pools as before, and locks none of them. */
export function takeLocksAway(linli: Linli): void {
  const residents = linli.get(Residents);
  const lockPeople = residents.lock.bind(residents);
  jest.spyOn(residents, 'lock').mockImplementation((tx, ids) => lockPeople(withoutLocks(tx), ids));
  const bookings = linli.get(Bookings);
  const lockPools = bookings.lockPools.bind(bookings);
  jest.spyOn(bookings, 'lockPools').mockImplementation((tx, ids) => lockPools(withoutLocks(tx), ids));
}

/** Once a process has read all that it decides by, it waits before it writes. */
export function meetAfterReading(linli: Linli, meet: () => Promise<void>): void {
  const facts = linli.get(RequestFacts);
  const read = facts.ownBookings.bind(facts);
  jest.spyOn(facts, 'ownBookings').mockImplementation(async (tx, wishes) => {
    const own = await read(tx, wishes);
    await meet();
    return own;
  });
}

function withoutLocks(tx: Tx): Tx {
  return new Proxy(tx, {
    get(target, name) {
      if (name === 'query') {
        return (sql: string, values: unknown[]) => target.query(sql.replace('FOR NO KEY UPDATE', ''), values);
      }
      if (name === 'find') {
        return (entity: never, options: object) => target.find(entity, { ...options, lock: undefined });
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}
