import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KeepContract } from '../../src/apartments/leases/keep-contract.service.js';
import { system } from '../../src/people/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { choose, givenApproved, givenLet, givenLettingHouse, payDeposit, sign } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { readPdf, unwrapped } from '../support/read-pdf.js';

const start = '2026-08-20 10:00';

interface Kept {
  lease_id: string;
  number: string;
  sha256: string;
  bytes: Buffer;
}

describe('the contract of a lease', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start, env: { DATABASE_CONNECTIONS: '30' } });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const keptOf = async (leaseId: string): Promise<Kept[]> =>
    linli.database.query(`SELECT * FROM lease_contracts WHERE lease_id = $1`, [leaseId]);

  it('is a draft that nobody keeps until the lease is in force, then it is kept once with its hash', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const office = await givenStaff(linli, 'apartments', { name: '赵经办' });
    const { id } = (await choose(me, house.units[0].id)).body;
    const mine = () => me.http.get<Buffer>(`/me/leases/${id}/contract.pdf`);
    const draft = await mine();
    expect(draft.status).toBe(200);
    expect(draft.headers.get('content-type')).toBe('application/pdf');
    expect(draft.headers.get('content-disposition')).toContain('attachment');
    expect(draft.headers.get('cache-control')).toBe('private, no-store');
    expect(unwrapped((await readPdf(draft.body)).text)).toContain('草稿·未生效');
    const signed = (await sign(linli, me, id)).body;
    expect(unwrapped((await readPdf((await mine()).body)).text)).toContain(signed.signatureHash);
    await office.http.post(`/leases/${id}/countersignature`);
    expect(await keptOf(id)).toEqual([]);
    await payDeposit(await givenStaff(linli, 'desk'), signed.deposit);
    const [kept] = await keptOf(id);
    expect(kept?.number).toMatch(/^2026-\d{4}$/);
    const { body } = await mine();
    expect(createHash('sha256').update(body).digest('hex')).toBe(kept?.sha256);
    const theirs = await office.http.get<Buffer>(`/leases/${id}/contract.pdf`);
    expect(theirs.body.equals(body)).toBe(true);
    const text = unwrapped((await readPdf(body)).text);
    for (const said of [kept?.number, signed.signatureHash, '经办人赵经办', '2026-08-2010:00:00+08:00']) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('草稿');
    const log: { facts: object }[] = await linli.database.query(
      `SELECT facts FROM audit_entries WHERE subject_id = $1 AND action = 'lease.contract_kept'`,
      [id],
    );
    expect(log).toEqual([{ facts: { number: kept?.number, sha256: kept?.sha256 } }]);
  });

  it('never changes: not with the name of the tenant, not with the end of the lease, not by hand', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { id, office } = await givenLet(linli, me, house.units[0].id);
    const [before] = await keptOf(id);
    await linli.database.query(`UPDATE residents SET name = '别人' WHERE id = $1`, [me.id]);
    await office.http.post(`/leases/${id}/keys`);
    linli.clock.set('2026-12-01 10:00');
    const later = await signedInAgain(linli, office, 'staff');
    await later.http.post(`/leases/${id}/keys-back`, { reason: 'moved out' });
    const { body } = await later.http.get<Buffer>(`/leases/${id}/contract.pdf`);
    expect(createHash('sha256').update(body).digest('hex')).toBe(before?.sha256);
    for (const change of [`UPDATE lease_contracts SET number = '2026-9999'`, `DELETE FROM lease_contracts`]) {
      await expect(linli.database.query(change)).rejects.toThrow('never changed or deleted');
    }
    await expect(
      linli.database.query(
        `INSERT INTO lease_contracts (lease_id, number, sha256, bytes, made_at)
         VALUES (gen_random_uuid(), '2026-8888', repeat('0', 64), 'x', now())`,
      ),
    ).rejects.toThrow('lease_contracts_bytes_as_hashed');
  });

  it('is numbered without gaps when 20 come into force at once and one of them fails, and anew each year', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: 20 }, () => ({}))] });
    const office = await givenStaff(linli, 'apartments');
    const desk = await givenStaff(linli, 'desk');
    linli.clock.set('2027-01-04 10:00');
    const [again, till] = [await signedInAgain(linli, office, 'staff'), await signedInAgain(linli, desk, 'staff')];
    const signed = [];
    for (const { id: unitId } of house.units) {
      const me = await givenApproved(linli, house);
      const { id } = (await choose(me, unitId)).body;
      const { deposit } = (await sign(linli, me, id)).body;
      await payDeposit(till, deposit);
      signed.push(id as string);
    }
    const [broken = '', ...whole] = signed;
    const failing = linli.get(Transactions).run(async (tx) => {
      await linli.get(KeepContract).run(tx, broken, system);
      throw new Error('the line was cut');
    });
    const replies = await Promise.all([
      failing.catch(() => ({ status: 0 })),
      ...whole.map((id) => again.http.post(`/leases/${id}/countersignature`)),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([0, ...whole.map(() => 200)]);
    const kept: { number: string }[] = await linli.database.query(
      `SELECT number FROM lease_contracts WHERE number LIKE '2027-%' ORDER BY number`,
    );
    const expected = Array.from({ length: 20 }, (_, n) => `2027-${String(n + 1).padStart(4, '0')}`);
    expect(kept.map(({ number }) => number)).toEqual(expected);
  }, 120_000);

  it('is nobody else’s business, and is there only where there is something to sign', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { id } = (await choose(me, house.units[0].id)).body;
    const other = await givenResident(linli);
    expect((await other.http.get(`/me/leases/${id}/contract.pdf`)).status).toBe(404);
    expect((await other.http.get(`/leases/${id}/contract.pdf`)).status).toBe(403);
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    expect((await elsewhere.http.get(`/leases/${id}/contract.pdf`)).status).toBe(404);
    const desk = await givenStaff(linli, 'desk', { venueId: house.venueId });
    expect((await desk.http.get(`/leases/${id}/contract.pdf`)).status).toBe(200);
    expect((await me.http.get('/me/leases/no-id/contract.pdf')).status).toBe(400);
    await me.http.post(`/leases/${id}/giving-back`);
    expect((await me.http.get(`/me/leases/${id}/contract.pdf`)).body.code).toBe('leases.no_contract');
  });

  it('is written for a tenant whose name the font lacks, and one who has not given a name', async () => {
    for (const [name, written] of [
      ['𠮷赟', '〓(U+20BB7)赟'],
      [null, '手机验证码签署'],
    ] as const) {
      const house = await givenLettingHouse(linli);
      const me = await givenApproved(linli, house);
      await linli.database.query(`UPDATE residents SET name = $2 WHERE id = $1`, [me.id, name]);
      const { id } = await givenLet(linli, me, house.units[0].id);
      const { status, body } = await me.http.get<Buffer>(`/me/leases/${id}/contract.pdf`);
      expect(status).toBe(200);
      expect(unwrapped((await readPdf(body)).text)).toContain(written);
    }
  });
});
