import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChooseUnit } from '../../src/apartments/leases/choose-unit.service.js';
import { HandOver } from '../../src/apartments/leases/hand-over.service.js';
import { lapseLeases } from '../../src/apartments/leases/lapse-leases.service.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { RenewLease } from '../../src/apartments/renewals/renew-lease.service.js';
import { SignLease } from '../../src/apartments/leases/sign-lease.service.js';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { RecordMoney } from '../../src/payments/record-money.service.js';
import { system } from '../../src/people/index.js';
import type { ResidentActor, StaffActor } from '../../src/people/index.js';
import { givenApproved, givenLettingHouse, signingCode } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import { LeaseModel } from '../support/lease-model.js';
import { Linli } from '../support/linli.js';
import { withoutLeases } from '../support/written-leases.js';

/** More of them with LEASE_RUNS, the same again with LEASE_SEED. */
const numRuns = Number(process.env.LEASE_RUNS ?? 25);
const seed = Number(process.env.LEASE_SEED ?? 1);

const policy = {
  ...{ ...defaultPolicy, termMonths: 3, longestTenureMonths: 8, homeExtension: null, shortFirstLease: null },
  renewal: { opensDaysBefore: 60, askedByDaysBefore: 20, recheckDaysBefore: 40, offerDays: 14 },
};

const acts = ['sign', 'countersign', 'pay', 'ask', 'decline', 'offer', 'refuse', 'giveKeys', 'takeBack'] as const;
type Step =
  | { act: 'choose'; person: number; unit: number }
  /** The nth lease from the end. */
  | { act: (typeof acts)[number]; nth: number }
  | { act: 'lapse' }
  | { act: 'wait'; time: string };

const onLease = fc.record({ act: fc.constantFrom(...acts), nth: fc.constantFrom(0, 0, 0, 1, 1, 2, 3) });
const choose = fc.record({
  act: fc.constant('choose' as const),
  person: fc.nat({ max: 3 }),
  unit: fc.nat({ max: 2 }),
});
const wait = fc.record({
  act: fc.constant('wait' as const),
  time: fc.constantFrom('PT2H', 'P1D', 'P3D', 'P15D', 'P35D', 'P60D'),
});
/** What mostly comes together, so that histories get far. */
const letting = (['sign', 'countersign', 'pay', 'giveKeys'] as const).map((act): Step => ({ act, nth: 0 }));
const renew: Step[] = [
  ...[
    { act: 'wait' as const, time: 'P35D' },
    { act: 'ask' as const, nth: 0 },
    { act: 'offer' as const, nth: 0 },
  ],
  ...[
    { act: 'sign' as const, nth: 0 },
    { act: 'wait' as const, time: 'P60D' },
    { act: 'giveKeys' as const, nth: 0 },
  ],
];
const some: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 8, arbitrary: onLease.map((step): Step[] => [step]) },
  { weight: 3, arbitrary: choose.map((step): Step[] => [step]) },
  { weight: 2, arbitrary: wait.map((step): Step[] => [step]) },
  { weight: 1, arbitrary: fc.constant<Step[]>([{ act: 'lapse' }]) },
  { weight: 2, arbitrary: choose.map((step): Step[] => [step, ...letting]) },
  { weight: 2, arbitrary: fc.constant(renew) },
);
const steps = fc.array(some, { minLength: 8, maxLength: 25 }).map((parts) => parts.flat().slice(0, 25));

describe('leases', () => {
  let linli: Linli;
  let office: StaffActor;
  beforeAll(async () => {
    linli = await Linli.start();
    const { id } = await givenStaff(linli, 'apartments');
    office = { kind: 'staff', id, language: 'en', grants: [{ role: 'apartments', venueId: null }] };
  });
  afterAll(() => linli.stop());

  async function said(work: Promise<unknown>): Promise<string> {
    try {
      await work;
      return 'done';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    }
  }

  async function play(moves: readonly Step[]): Promise<void> {
    linli.clock.set('2026-08-20 10:00');
    await withoutLeases(linli);
    const house = await givenLettingHouse(linli, { units: [{}, {}, {}], policy });
    const people = await Promise.all([1, 2, 3, 4].map(() => givenApproved(linli, house, { tier: 'F' })));
    const model = new LeaseModel(policy, linli.clock);
    const ids: string[] = [];
    const actor = (person: number): ResidentActor => {
      return { kind: 'resident', id: people[person]?.id ?? '', language: 'en' };
    };

    async function act(id: string, person: number, what: (typeof acts)[number]): Promise<unknown> {
      const [signing, keys, renewals] = [linli.get(SignLease), linli.get(HandOver), linli.get(RenewLease)];
      switch (what) {
        case 'sign':
          await signing.sendCode(actor(person), id, 'en');
          return signing.sign(actor(person), id, await signingCode(linli, people[person]!));
        case 'countersign':
          return signing.countersign(office, id);
        case 'pay': {
          const [charge]: { id: string; fen: string }[] = await linli.database.query(
            `SELECT c.id, l.deposit_fen AS fen FROM charges c JOIN leases l ON l.id = c.subject_id WHERE l.id = $1`,
            [id],
          );
          const money = { amountFen: Number(charge?.fen), method: 'card' as const, receiptNumber: newId() };
          return linli.get(RecordMoney).pay(system, charge?.id ?? '', money);
        }
        case 'ask':
          return renewals.ask(actor(person), id, false);
        case 'decline':
          return renewals.decline(actor(person), id, '买房了');
        case 'offer':
          return renewals.offer(office, id);
        case 'refuse':
          return renewals.refuse(office, id, '资格不符');
        case 'giveKeys':
          return keys.give(office, id, undefined);
        case 'takeBack':
          return keys.takeBack(office, id, undefined, '搬走');
      }
    }

    const expectedOf = (nth: number, what: (typeof acts)[number]): string => {
      const lease = model.leases[nth]!;
      if (what === 'ask') return model.answer(lease, 'asked');
      if (what === 'decline') return model.answer(lease, 'declined');
      return model[what](lease);
    };

    async function carryOut(step: Step): Promise<{ expected: string; got: string } | undefined> {
      if (step.act === 'wait') return void linli.clock.advance(step.time);
      if (step.act === 'lapse') {
        return { expected: model.lapse(), got: await said(linli.runJob(lapseLeases, {})) };
      }
      if (step.act === 'choose') {
        const { applicationId } = people[step.person]!;
        const choice = { unitId: house.units[step.unit]?.id ?? '' };
        const got = await said(linli.get(ChooseUnit).run(actor(step.person), applicationId, choice));
        return { expected: model.choose(step.person, step.unit), got };
      }
      const nth = model.leases.length - 1 - step.nth;
      const lease = model.leases[nth];
      if (!lease) return undefined;
      const expected = expectedOf(nth, step.act);
      if (expected === 'nothing to pay') return undefined;
      return { expected, got: await said(act(ids[nth] ?? '', lease.person, step.act)) };
    }

    async function held(): Promise<unknown[]> {
      const rows: { id: string; about: unknown[] }[] = await linli.database.query(
        `SELECT l.id, json_build_array(array_position($1::uuid[], l.resident_id) - 1, array_position($2::uuid[], unit_id) - 1,
                l.state, lower(period), upper(period), keys_given_on, keys_back_on, r.state) AS about
           FROM leases l LEFT JOIN renewals r ON r.lease_id = l.id ORDER BY l.id`,
        [people.map(({ id }) => id), house.units.map(({ id }) => id)],
      );
      for (const { id } of rows) if (!ids.includes(id)) ids.push(id);
      return ids.map((id) => rows.find((row) => row.id === id)?.about);
    }

    for (const step of moves) {
      const outcome = await carryOut(step);
      const leases = model.leases.map((lease) => [
        ...[lease.person, lease.unit, lease.state, lease.from.toString(), lease.until.toString()],
        ...[lease.keysGiven?.toString() ?? null, lease.keysBack?.toString() ?? null, lease.renewal],
      ]);
      expect({ step, said: outcome?.got, leases: await held() }).toEqual({ step, said: outcome?.expected, leases });
    }
  }

  it(`do what the rules say, whatever comes (seed ${seed})`, async () => {
    await fc.assert(fc.asyncProperty(steps, play), { numRuns, seed });
  }, 3_600_000);
});
