import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Admission, Booking, lapseBookings, Pools } from '../../src/admission/index.js';
import type { BookingResult, NewPool } from '../../src/admission/index.js';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { system } from '../../src/people/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { Tx } from '../../src/platform/database/transactions.js';
import { AdmissionModel } from '../support/admission-model.js';
import { carryOut, operations, people, poolsAtOnce, timeOf } from '../support/admission-play.js';
import type { Held, House, Operation, PlaceAsked } from '../support/admission-play.js';
import { givenPool, poolNow } from '../support/given-admission.js';
import { givenPeople } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

/** More of them with MODEL_RUNS, the same again with MODEL_SEED. */
const numRuns = Number(process.env.MODEL_RUNS ?? 40);
const seed = Number(process.env.MODEL_SEED ?? 1);

/** The engine with real people and pools on a real database. */
class Engine implements House {
  private bookings: Booking[] = [];

  constructor(
    private readonly linli: Linli,
    private readonly residents: readonly string[],
    private readonly pools: readonly string[],
  ) {}

  book(asks: readonly PlaceAsked[]): Promise<string[]> {
    const enter = async ({ person, pool, holdMinutes, ...party }: PlaceAsked) => {
      const [residentId = '', poolId = ''] = [this.residents[person], this.pools[pool]];
      const hold = holdMinutes === undefined ? {} : { holdMinutes, neverWaits: true };
      const asked = { poolId, kind: 'test', residentId, ...party, ...hold, by: system, once: undefined };
      const { state, position } = await this.linli.get(Admission).enter<BookingResult>(asked);
      return `${state} ${position ?? 0}`;
    };
    return Promise.all(asks.map((ask) => this.said(enter(ask))));
  }

  withdraw(nth: number): Promise<string> {
    return this.about(nth, (tx, bookingId) =>
      this.linli.get(Admission).withdraw(tx, { bookingId, by: system, reason: 'test' }),
    );
  }

  accept(nth: number): Promise<string> {
    return this.about(nth, (tx, bookingId) => this.linli.get(Admission).accept(tx, { bookingId, by: system }));
  }

  decline(nth: number): Promise<string> {
    return this.about(nth, (tx, bookingId) => this.linli.get(Admission).decline(tx, { bookingId, by: system }));
  }

  async change(nth: number, { more, ...rest }: { waitingList?: boolean; more?: number }): Promise<string> {
    const id = this.pools[nth] ?? '';
    const { capacity } = await poolNow(this.linli, id);
    const change = more === undefined ? rest : { capacity: capacity + more };
    return this.said(this.run((tx) => this.linli.get(Pools).change(tx, id, change)));
  }

  lapse(): Promise<string> {
    return this.said(this.linli.runJob(lapseBookings, {}));
  }

  async held(): Promise<Held> {
    const where = this.residents.map((residentId) => ({ residentId }));
    this.bookings = await this.linli.database.manager.find(Booking, { where, order: { arrival: 'ASC' } });
    const pools = await Promise.all(this.pools.map((id) => poolNow(this.linli, id)));
    return {
      pools: pools.map(({ capacity, taken, waiting }) => ({ capacity, taken, waiting })),
      bookings: this.bookings.map(({ residentId, poolId, places, state, holdsUntil }) => {
        const [person, pool] = [this.residents.indexOf(residentId), this.pools.indexOf(poolId)];
        return { person, pool, places, state, until: holdsUntil ? holdsUntil.toString() : null };
      }),
    };
  }

  private about(nth: number, work: (tx: Tx, bookingId: string) => Promise<unknown>): Promise<string> {
    return this.said(this.run((tx) => work(tx, this.bookings[nth]?.id ?? '')));
  }

  private run<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.linli.get(Transactions).run(work);
  }

  private async said(work: Promise<unknown>): Promise<string> {
    try {
      const answer = await work;
      return typeof answer === 'string' ? answer : 'done';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return 'position' in error.facts ? `${error.code} ${Number(error.facts.position)}` : error.code;
    }
  }
}

describe('admission', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  async function play(wanted: readonly Partial<NewPool>[], moves: readonly Operation[]): Promise<void> {
    linli.clock.set('2026-08-20 10:00');
    const limitGroup = newId();
    const pools = await Promise.all(
      wanted.map((pool) => givenPool(linli, { ...pool, limitGroup: pool.limitPerPerson ? limitGroup : null })),
    );
    const ids = pools.map(({ id }) => id);
    const engine = new Engine(linli, await givenPeople(linli, people), ids);
    const model = new AdmissionModel(pools, () => linli.clock.now(), linli.clock.zone);
    try {
      for (const move of moves) {
        if ('hours' in move) linli.clock.advance(timeOf(move, model.held(), linli.clock.now()));
        const expected = { move, said: await carryOut(model, move), ...model.held() };
        expect({ move, said: await carryOut(engine, move), ...(await engine.held()) }).toEqual(expected);
      }
    } finally {
      // What is still held would lapse in a later run, whose clock begins anew.
      await linli.database.query(`DELETE FROM bookings WHERE pool_id = ANY($1)`, [ids]);
    }
  }

  it(`does what the rules say, whatever comes (seed ${seed})`, async () => {
    await fc.assert(fc.asyncProperty(poolsAtOnce, operations, play), { numRuns, seed });
  }, 3_600_000);
});
