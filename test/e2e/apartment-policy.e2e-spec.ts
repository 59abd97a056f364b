import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Policies } from '../../src/apartments/policy/policies.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { Temporal } from '../../src/kernel/time.js';
import { givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('the policy of an apartment house', () => {
  let linli: Linli;
  let clerk: HttpClient;
  let staffId: string;
  let house: string;
  beforeAll(async () => {
    linli = await Linli.start();
    ({ http: clerk, id: staffId } = await givenStaff(linli, 'apartments', { name: '陈敏' }));
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set('2026-08-20 10:00');
    house = (await givenVenue(linli)).id;
  });

  const at = (id: string, part = '') => `/apartment-policies/${id}${part}`;
  const draft = (values: object = {}, more: object = {}) =>
    clerk.post('/apartment-policies', { venueId: house, values, ...more });
  const publish = (id: string, validFrom: string, http = clerk) => http.post(at(id, '/publication'), { validFrom });
  const published = async (validFrom: string, values: object = {}): Promise<{ id: string }> => {
    const { body } = await draft(values);
    expect((await publish(body.id, validFrom)).status).toBe(201);
    return body;
  };
  const versions = async () => (await clerk.get(`/apartment-policies?venueId=${house}`)).body.items;
  const inForce = (day: string) =>
    linli.get(Policies).inForce(linli.database.manager, house, Temporal.PlainDate.from(day));
  const deeds = async (id: string): Promise<{ action: string; facts: any }[]> =>
    linli.database.query(`SELECT action, facts FROM audit_entries WHERE subject_id = $1 ORDER BY id`, [id]);

  describe('in the life of its versions', () => {
    it('begins as a draft of the default, is changed, published, and in force from its day', async () => {
      const { status, body } = await draft({ termMonths: 24 }, { note: '管委会第 7 号决定' });
      expect(status).toBe(201);
      expect(body).toMatchObject({ version: 1, state: 'draft', validFrom: null, isInForce: false, venueId: house });
      expect(body.values).toEqual({ ...defaultPolicy, termMonths: 24 });

      const changed = await clerk.patch(at(body.id), { values: { subsidy: null } });
      expect(changed.body.values).toEqual({ ...defaultPolicy, termMonths: 24, subsidy: null });
      expect(changed.body.note).toBe('管委会第 7 号决定');

      const { status: done, body: version } = await publish(body.id, '2026-09-01');
      expect(done).toBe(201);
      expect(version).toMatchObject({
        state: 'published',
        isInForce: false,
        validFrom: '2026-09-01',
        validUntil: null,
        publishedAt: '2026-08-20T10:00:00+08:00',
        publishedBy: { id: staffId, name: '陈敏' },
      });
      linli.clock.set('2026-09-01 00:00');
      const { http: later } = await givenStaff(linli, 'desk');
      expect((await later.get(at(body.id))).body).toEqual({ ...version, isInForce: true });
    });

    it('goes on from the latest published version, which ends where the next begins', async () => {
      const first = await published('2026-08-20', { termMonths: 24 });
      const second = await published('2026-10-01', { overstayPercent: 150 });
      expect((await draft()).body.values).toEqual({ ...defaultPolicy, termMonths: 24, overstayPercent: 150 });
      expect(await versions()).toMatchObject([
        { version: 3, state: 'draft', validFrom: null, validUntil: null, isInForce: false },
        { id: second.id, version: 2, validFrom: '2026-10-01', validUntil: null, isInForce: false },
        { id: first.id, version: 1, validFrom: '2026-08-20', validUntil: '2026-09-30', isInForce: true },
      ]);
      expect((await versions())[0]).not.toHaveProperty('values');
    });

    it('is given up as a draft, whose number the next one takes', async () => {
      const { body } = await draft();
      expect(await clerk.delete(at(body.id))).toMatchObject({ status: 200, body: { id: body.id, state: 'draft' } });
      expect((await clerk.get(at(body.id))).status).toBe(404);
      expect((await draft()).body.version).toBe(1);
    });

    it('has one draft at a time', async () => {
      const { body } = await draft();
      expect(await draft()).toMatchObject({
        status: 409,
        body: { code: 'policies.draft_exists', facts: { draftId: body.id } },
      });
      const other = await givenVenue(linli);
      expect((await draft({}, { venueId: other.id })).status).toBe(201);
    });

    it('is published from today on at the earliest, and after the version before', async () => {
      const { body } = await draft();
      expect(await publish(body.id, '2026-08-19')).toMatchObject({
        status: 400,
        body: { code: 'policies.starts_in_the_past', facts: { validFrom: '2026-08-19', today: '2026-08-20' } },
      });
      await publish(body.id, '2026-10-01');
      const { body: next } = await draft();
      for (const validFrom of ['2026-08-20', '2026-10-01']) {
        expect(await publish(next.id, validFrom)).toMatchObject({
          status: 409,
          body: { code: 'policies.starts_before_the_latest', facts: { validFrom, latest: '2026-10-01' } },
        });
      }
      expect((await publish(next.id, '2026-10-02')).status).toBe(201);
    });

    it('leaves who did what in the log of deeds, and nothing where nothing changed', async () => {
      const { body } = await draft();
      await clerk.patch(at(body.id), { values: { termMonths: 12 } });
      await clerk.patch(at(body.id), { values: { termMonths: 24 } });
      await publish(body.id, '2026-09-01');
      const differences = [{ path: 'termMonths', from: 12, to: 24 }];
      expect(await deeds(body.id)).toMatchObject([
        { action: 'policy.drafted', facts: { version: 1, values: defaultPolicy } },
        { action: 'policy.changed', facts: { differences } },
        { action: 'policy.published', facts: { validFrom: '2026-09-01', differences } },
      ]);
      const { body: given } = await draft();
      await clerk.delete(at(given.id));
      expect((await deeds(given.id)).map(({ action }) => action)).toEqual(['policy.drafted', 'policy.discarded']);
    });
  });

  describe('once published', () => {
    it('cannot be changed, discarded or published again', async () => {
      const { id } = await published('2026-09-01');
      const tries = [
        await clerk.patch(at(id), { note: '更正' }),
        await clerk.delete(at(id)),
        await publish(id, '2026-10-01'),
      ];
      for (const reply of tries) expect(reply).toMatchObject({ status: 409, body: { code: 'policies.is_published' } });
    });

    it('cannot be changed by SQL either, while a draft can', async () => {
      const { id } = await published('2026-09-01');
      const { body } = await draft();
      const sql = (text: string, which: string) => linli.database.query(text, [which]);
      const update = `UPDATE apartment_policies SET "values" = "values" || '{"termMonths":1}' WHERE id = $1`;
      await expect(sql(update, id)).rejects.toThrow('never changed');
      await expect(sql(`UPDATE apartment_policies SET state = 'draft' WHERE id = $1`, id)).rejects.toThrow();
      await expect(sql(`DELETE FROM apartment_policies WHERE id = $1`, id)).rejects.toThrow('never changed');
      await expect(linli.database.query(`TRUNCATE apartment_policies CASCADE`)).rejects.toThrow('never changed');
      await sql(update, body.id);
      expect((await clerk.get(at(id))).body.values.termMonths).toBe(12);
    });

    it('is found by day: the version in force, or that there is none yet', async () => {
      const first = await published('2026-09-01');
      const second = await published('2026-10-01', { termMonths: 24 });
      await draft({ termMonths: 6 });
      expect(await inForce('2026-09-01')).toEqual({ id: first.id, version: 1, values: defaultPolicy });
      expect((await inForce('2026-09-30')).id).toBe(first.id);
      expect((await inForce('2026-10-01')).id).toBe(second.id);
      expect((await inForce('2199-12-31')).values.termMonths).toBe(24);
      await expect(inForce('2026-08-31')).rejects.toMatchObject({
        code: 'policies.none_in_force',
        facts: { venueId: house, on: '2026-08-31', firstValidFrom: '2026-09-01' },
      });
    });

    it('refuses a house without a policy', async () => {
      await expect(inForce('2026-08-31')).rejects.toMatchObject({ facts: { firstValidFrom: null } });
    });
  });

  describe('when several act at once', () => {
    it.each([2, 20])('is published once by %i people', async (people) => {
      const { body } = await draft();
      const days = Array.from({ length: people }, (_, n) => Temporal.PlainDate.from('2026-09-01').add({ days: n }));
      const replies = await Promise.all(days.map((day) => publish(body.id, day.toString())));
      const done = replies.filter(({ status }) => status === 201);
      expect(done).toHaveLength(1);
      expect(new Set(replies.filter((reply) => !done.includes(reply)).map((reply) => reply.body.code))).toEqual(
        new Set(['policies.is_published']),
      );
      expect((await versions()).map(({ validFrom }: any) => validFrom)).toEqual([done[0]?.body.validFrom]);
    });

    it.each([2, 20])('is drafted once by %i people', async (people) => {
      const replies = await Promise.all(Array.from({ length: people }, () => draft()));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ body }) => body.code === 'policies.draft_exists')).toHaveLength(people - 1);
    });

    it('is never published and drafted from the version before at the same time', async () => {
      const { body } = await draft({ termMonths: 24 });
      const [, ...drafts] = await Promise.all([
        publish(body.id, '2026-09-01'),
        ...Array.from({ length: 9 }, () => draft()),
      ]);
      for (const { status, body: made } of drafts) {
        expect(status === 201 ? made.values.termMonths : made.code).toBe(status === 201 ? 24 : 'policies.draft_exists');
      }
    });

    it('is drafted and published once for one Idempotency-Key', async () => {
      const add = () => clerk.post('/apartment-policies', { venueId: house }, { key: `draft-${house}` });
      const [one, two] = await Promise.all([add(), add()]);
      expect(one).toMatchObject({ status: 201, body: two.body });
      const { id } = one.body;
      const once = () => clerk.post(at(id, '/publication'), { validFrom: '2026-09-01' }, { key: `publish-${house}` });
      const done = await once();
      expect(await once()).toMatchObject({ status: 201, body: done.body });
    });
  });

  describe('when its values are wrong', () => {
    const pathsOf = ({ body }: { body: any }) => body.errors.map(({ path }: { path: string }) => path);

    it.each<[string, object, string]>([
      ['a misspelt key', { termMonth: 12 }, 'values'],
      ['half a key', { renewal: { offerDays: 7 } }, 'values.renewal.opensDaysBefore'],
      ['a share above the market', { rent: { ...defaultPolicy.rent, byTier: { A: 101 } } }, 'values.rent.byTier.A'],
      ['an unknown tier', { rent: { ...defaultPolicy.rent, byTier: { G: 1 } } }, 'values.rent.byTier'],
      ['payers who pay only a part', { split: { person: 50, employer: 0, zone: 0 } }, 'values.split'],
      ['a warning after the breach', { idle: { warnDays: 90, breachDays: 60 } }, 'values.idle'],
      ['a term above the longest tenure', { termMonths: 37 }, 'values'],
      ['a longest tenure below the term that stays', { longestTenureMonths: 6 }, 'values'],
      ['text for a number', { overstayPercent: 'double' }, 'values.overstayPercent'],
      ['nothing where there must be something', { split: null }, 'values.split'],
    ])('refuses %s, and says where', async (_, values, path) => {
      const refused = await draft(values);
      expect(refused).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
      expect(pathsOf(refused)[0]).toBe(path);
      const { body } = await draft();
      const patched = await clerk.patch(at(body.id), { values });
      expect(patched.status).toBe(400);
      expect(pathsOf(patched)[0]).toBe(path);
      expect((await clerk.get(at(body.id))).body.values).toEqual(defaultPolicy);
    });

    it('says so in the language of the reader', async () => {
      const values = { termMonths: 37 };
      const messages = async (language: string) =>
        (await clerk.with({ 'accept-language': language }).post('/apartment-policies', { venueId: house, values })).body
          .errors[0].message;
      expect(await messages('en')).toBe('A term must not be longer than the longest tenure');
      expect(await messages('zh-CN')).toBe('单次租期不得超过最长居住期限');
    });
  });

  it('shows its differences from the version before, from another, and from the default', async () => {
    const first = await published('2026-09-01', { termMonths: 24 });
    const { body: second } = await draft({ rent: { kind: 'per_square_metre', fenPerSquareMetre: 1_250 } });
    const differences = async (id: string, from = '') => (await clerk.get(at(id, `/differences${from}`))).body;
    const termMonths = { path: 'termMonths', from: 12, to: 24 };
    expect(await differences(first.id)).toEqual({ from: null, to: { id: first.id, version: 1 }, items: [termMonths] });
    const rent = [
      { path: 'rent.kind', from: 'share', to: 'per_square_metre' },
      { path: 'rent.byTerm', from: [50, 70, 100], to: null },
      { path: 'rent.byTier', from: { A: 0, B: 0, C: 20, D: 20, E: 40, F: 60 }, to: null },
      { path: 'rent.fenPerSquareMetre', from: null, to: 1_250 },
    ];
    const { from, items } = await differences(second.id);
    expect(from).toEqual({ id: first.id, version: 1 });
    expect(items).toEqual(expect.arrayContaining(rent));
    expect(items).toHaveLength(rent.length);
    expect((await differences(first.id, `?from=${second.id}`)).items).toHaveLength(rent.length);
    expect((await clerk.get(at(first.id, `/differences?from=${house}`))).status).toBe(404);
  });

  it('belongs to its house: staff of another neither see nor change it', async () => {
    const { id } = await published('2026-09-01');
    const { body } = await draft();
    const own = (await givenStaff(linli, 'apartments', { venueId: house })).http;
    expect((await own.get(at(id))).status).toBe(200);
    const other = (await givenStaff(linli, 'apartments', { venueId: (await givenVenue(linli)).id })).http;
    const home = { areaM2: 100, marketFenPerM2: 3_000 };
    const hidden = [
      await other.get(at(id)),
      await other.get(at(id, '/differences')),
      await other.post(at(id, '/preview'), { questions: [home] }),
      await other.post(at(id, '/schedule'), { question: home }),
    ];
    expect(hidden.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await other.get(`/apartment-policies?venueId=${house}`)).body).toMatchObject({ items: [], total: 0 });
    const refused = [
      await other.post('/apartment-policies', { venueId: house }),
      await other.patch(at(body.id), { note: '不行' }),
      await other.delete(at(body.id)),
      await publish(body.id, '2026-10-01', other),
    ];
    for (const { body: problem } of refused) expect(problem.code).toBe('people.not_at_this_venue');
  });

  it('is read at the desk, and changed by the apartments only', async () => {
    const { body } = await draft();
    const desk = (await givenStaff(linli, 'desk')).http;
    expect((await desk.get(at(body.id))).status).toBe(200);
    expect((await desk.patch(at(body.id), { note: '不行' })).status).toBe(403);
    expect((await (await givenStaff(linli, 'school')).http.get(at(body.id))).status).toBe(403);
  });

  it('answers bad input with what is wrong, never with a fault', async () => {
    const { body } = await draft();
    const missing = '01900000-0000-7000-8000-000000000000';
    const home = { areaM2: 100, marketFenPerM2: 3_000 };
    const ask = (changes: object) => clerk.post(at(body.id, '/preview'), { questions: [{ ...home, ...changes }] });
    const replies = [
      await clerk.get('/apartment-policies'),
      await clerk.get('/apartment-policies?venueId=here'),
      await clerk.get(`/apartment-policies?venueId=${house}&page=0`),
      await clerk.get(`/apartment-policies?venueId=${house}&state=draft`),
      await clerk.get(at('1')),
      await clerk.get(at(missing)),
      await clerk.delete(at(missing)),
      await clerk.patch(at(missing), {}),
      await clerk.post('/apartment-policies', {}),
      await clerk.post('/apartment-policies', []),
      await clerk.post('/apartment-policies', { venueId: missing }),
      await clerk.post('/apartment-policies', { venueId: house, note: '\u0000' }),
      await clerk.post('/apartment-policies', { venueId: house, values: null }),
      await clerk.patch(at(body.id), { version: 9 }),
      await clerk.patch(at(body.id), { values: { termMonths: 1e308 } }),
      await clerk.patch(at(body.id), { values: { rent: { kind: 'auction' } } }),
      await clerk.patch(at(body.id), { note: '\ud800' }),
      await publish(body.id, '2026-02-30'),
      await publish(body.id, '9999-01-01'),
      await publish(missing, '2026-09-01'),
      await clerk.post(at(body.id, '/publication'), {}),
      await clerk.get(at(body.id, '/differences?from=1')),
      await clerk.get(at(body.id, `/differences?from=${missing}`)),
      await clerk.post(at(body.id, '/preview'), { questions: [] }),
      await clerk.post(at(body.id, '/preview'), { questions: Array.from({ length: 1_001 }, () => home) }),
      await clerk.post(at(body.id, '/preview'), { questions: [home], comparedWith: missing }),
      await ask({ areaM2: 0 }),
      await ask({ areaM2: 12.345 }),
      await ask({ areaM2: 1e9 }),
      await ask({ marketFenPerM2: -1 }),
      await ask({ marketFenPerM2: 0.5 }),
      await ask({ tier: 'G' }),
      await ask({ termNumber: 0 }),
      await ask({ monthOfTenure: 1.5 }),
      await ask({ employer: true }),
      await clerk.post(at(body.id, '/schedule'), { question: home, months: 241 }),
      await clerk.post(at(body.id, '/schedule'), { questions: [home] }),
    ];
    expect(replies.map(({ status }) => status).filter((status) => status < 400 || status >= 500)).toEqual([]);
    expect((await clerk.get(at(body.id))).body).toEqual(body);
  });
});
