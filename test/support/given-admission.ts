import { Pools, Pool } from '../../src/admission/index.js';
import type { NewPool } from '../../src/admission/index.js';
import { Temporal } from '../../src/kernel/time.js';
import type { Span } from '../../src/kernel/time.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { Linli } from './linli.js';

/** `2026-09-01 19:00` on the wall clock of the house. */
export function moment(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime('Asia/Shanghai').toInstant();
}

export function evening(date: string, from = '19:00', until = '20:30'): Span {
  return { startsAt: moment(`${date} ${from}`), endsAt: moment(`${date} ${until}`) };
}

/** A pool of a kind that nobody listens to; open since 2026-08-18, its one evening is 2026-09-01. */
export async function givenPool(linli: Linli, overrides: Partial<NewPool> = {}): Promise<Pool> {
  const pool: NewPool = {
    kind: 'test',
    title: '零基础国画',
    titleEn: 'Chinese painting',
    venueId: null,
    capacity: 20,
    opensAt: moment('2026-08-18 09:00'),
    closesAt: moment('2026-09-15 21:00'),
    startsAt: moment('2026-09-01 19:00'),
    occupies: [evening('2026-09-01')],
    limitGroup: null,
    limitPerPerson: null,
    minAge: null,
    maxAge: null,
    ageOn: Temporal.PlainDate.from('2026-09-01'),
    audience: 'everyone',
    waitingList: true,
    feeFen: 0,
    paymentHours: 48,
    ...overrides,
  };
  return linli.get(Transactions).run((tx) => linli.get(Pools).open(tx, pool));
}

/** The pool as it is in the database now. */
export async function poolNow(linli: Linli, id: string): Promise<Pool> {
  return linli.database.manager.findOneByOrFail(Pool, { id });
}
