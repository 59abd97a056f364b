import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('the preview of rents under a policy', () => {
  let linli: Linli;
  let clerk: HttpClient;
  let house: string;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'apartments')).http;
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    house = (await givenVenue(linli)).id;
  });

  const at = (id: string, part = '') => `/apartment-policies/${id}${part}`;
  const draft = (values: object = {}) => clerk.post('/apartment-policies', { venueId: house, values });
  const home = { areaM2: 100, marketFenPerM2: 3_000 };
  const preview = async (values: object, questions: object[]) => {
    const { body } = await draft(values);
    const reply = await clerk.post(at(body.id, '/preview'), { questions });
    expect(reply.status).toBe(200);
    return reply.body;
  };
  const rents = async (values: object, questions: object[]) =>
    (await preview(values, questions)).items.map(({ rent }: any) => rent);
  const share = (byTier: object | null, byTerm: number[] | null) => ({ kind: 'share', byTier, byTerm });

  it('gives 1,863.25 for 140 m² where 90 m² are standard and half as much again is tolerated', async () => {
    const values = {
      rent: share({ E: 50 }, null),
      area: { standardByTier: { E: 90 }, standardWithoutTier: null, tolerancePercent: 50 },
    };
    expect(await rents(values, [{ areaM2: 140, marketFenPerM2: 2_570, tier: 'E' }])).toEqual([
      {
        outcome: 'rent',
        tier: 'E',
        lines: [
          { what: 'share_of_market', areaM2: 135, fenPerM2: 2_570, percent: 50, amountFen: 173_475 },
          { what: 'over_standard', areaM2: 5, fenPerM2: 2_570, percent: 100, amountFen: 12_850 },
        ],
        totalFen: 186_325,
        subsidy: null,
        netFen: 186_325,
        split: { person: 186_325, employer: 0, zone: 0 },
      },
    ]);
  });

  it('gives 0, 600, 1,200 and 1,800 of 3,000 to the tiers B, D, E and F, and 0 to a couple of B and E', async () => {
    const tiers = ['B', 'D', 'E', 'F'].map((tier) => ({ ...home, tier }));
    const answers = await rents({}, [...tiers, { ...home, tier: 'E', spouseTier: 'B' }]);
    expect(answers.map(({ totalFen }: any) => totalFen)).toEqual([0, 60_000, 120_000, 180_000, 0]);
    expect(answers[4].tier).toBe('B');
  });

  it('gives a subsidy never above the rent, and none from month 37', async () => {
    const full = { rent: share(null, [100]) };
    const market = (yuan: number) => ({ areaM2: 1, marketFenPerM2: yuan * 100 });
    const answers = await rents(full, [
      { ...market(550), degree: 'bachelor' },
      { ...market(1_500), degree: 'master', monthOfTenure: 36 },
      { ...market(1_500), degree: 'master', monthOfTenure: 37 },
    ]);
    expect(answers).toMatchObject([
      { subsidy: { degree: 'bachelor', entitledFen: 60_000, amountFen: 55_000 }, netFen: 0 },
      { subsidy: { amountFen: 90_000 }, netFen: 60_000 },
      { subsidy: null, netFen: 150_000 },
    ]);
  });

  it('says which case the policy leaves open, in both languages, beside those that it does not', async () => {
    const { items, summary } = await preview({ rent: share({ A: 0 }, [50, 70]) }, [
      { ...home, termNumber: 3 },
      { ...home, tier: 'E' },
      { ...home, termNumber: 2 },
    ]);
    expect(items[0].rent).toEqual({
      outcome: 'left_open',
      code: 'policies.no_share_for_term',
      reason: '租住政策只规定了前 2 个租期的租金比例，没有规定第 3 个租期的。',
      reasonEn: 'The policy gives a share of market rent up to term 2, and none for term 3.',
      facts: { termNumber: 3, lastTerm: 2 },
    });
    expect(items[1].rent).toMatchObject({ code: 'policies.no_share_for_tier', facts: { tier: 'E' } });
    expect(items[2].rent).toMatchObject({ outcome: 'rent', totalFen: 210_000 });
    expect(summary).toEqual({ asked: 3, leftOpen: 2, netFen: 210_000, compared: null });
  });

  it('bills an employer only where there is one', async () => {
    const answers = await rents({ split: { person: 50, employer: 50, zone: 0 } }, [
      { ...home, tier: 'E' },
      { ...home, tier: 'E', hasEmployer: true },
    ]);
    expect(answers).toMatchObject([
      { code: 'policies.no_employer_to_bill', facts: { employerFen: 60_000 } },
      { split: { person: 60_000, employer: 60_000, zone: 0 } },
    ]);
  });

  it('compares two versions for a thousand homes at once', async () => {
    const first = (await draft()).body;
    await clerk.post(at(first.id, '/publication'), { validFrom: '2026-09-01' });
    const { body } = await draft({ rent: share({ A: 0, D: 10, E: 50 }, [50, 70, 100]) });
    const homes = ['A', 'D', 'E', 'F'].map((tier) => ({ ...home, tier }));
    const questions = Array.from({ length: 250 }, () => homes).flat();
    const reply = await clerk.post(at(body.id, '/preview'), { questions, comparedWith: first.id });
    expect(reply.status).toBe(200);
    expect(reply.body.items).toHaveLength(1_000);
    expect(reply.body.items.slice(0, 4).map(({ changeFen }: any) => changeFen)).toEqual([0, -30_000, 30_000, null]);
    expect(reply.body.items[3]).toMatchObject({
      rent: { code: 'policies.no_share_for_tier' },
      comparedRent: { totalFen: 180_000 },
    });
    expect(reply.body.summary).toEqual({
      asked: 1_000,
      leftOpen: 250,
      netFen: 250 * 180_000,
      compared: { leftOpen: 0, netFen: 250 * 360_000, raised: 250, lowered: 250, unchanged: 250 },
    });
  });

  it('gives the table of future rents: steps by term, the last month of the subsidy, months left open', async () => {
    const { body } = await draft({ rent: share(null, [50, 70]) });
    const question = { ...home, degree: 'bachelor', monthOfTenure: 25 };
    const { body: table } = await clerk.post(at(body.id, '/schedule'), { question, months: 25 });
    const rows = table.items.map(({ leaseMonth, termNumber, rent }: any) => [
      leaseMonth,
      termNumber,
      rent.netFen ?? rent.code,
    ]);
    expect(rows).toHaveLength(25);
    expect([rows[0], rows[11], rows[12], rows[23], rows[24]]).toEqual([
      [1, 1, 90_000],
      [12, 1, 90_000],
      [13, 2, 210_000],
      [24, 2, 210_000],
      [25, 3, 'policies.no_share_for_term'],
    ]);
    const term = await clerk.post(at(body.id, '/schedule'), { question: home });
    expect(term.body.items).toHaveLength(12);
  });

  it('holds for the dearest and largest home that may be asked for', async () => {
    const values = { rent: { kind: 'per_square_metre', fenPerSquareMetre: 100_000_000 } };
    const split = { person: 33.33, employer: 33.33, zone: 33.34 };
    const [answer] = await rents({ ...values, split }, [
      { areaM2: 1_000, marketFenPerM2: 1_000_000, hasEmployer: true },
    ]);
    expect(answer).toMatchObject({ totalFen: 100_000_000_000 });
    expect(answer.split.person + answer.split.employer + answer.split.zone).toBe(answer.netFen);
  });

  it('writes nothing', async () => {
    const { body } = await draft();
    await clerk.post(at(body.id, '/preview'), { questions: [home] });
    await clerk.post(at(body.id, '/schedule'), { question: home });
    const deeds: { count: number }[] = await linli.database.query(
      `SELECT count(*)::int FROM audit_entries WHERE subject_id = $1`,
      [body.id],
    );
    expect(deeds).toEqual([{ count: 1 }]);
    expect((await clerk.get(at(body.id))).body).toEqual(body);
  });
});
