import { givenApproved, givenLet, givenLettingHouse } from './given-leases.js';
import type { GivenApplicant } from './given-leases.js';
import type { GivenHouse } from './given-apartments.js';
import type { HttpClient, Reply } from './http-client.js';
import type { Linli } from './linli.js';

export interface GivenTenancy {
  readonly me: GivenApplicant;
  readonly house: GivenHouse;
  readonly unitId: string;
  readonly leaseId: string;
  readonly office: HttpClient;
  readonly desk: HttpClient;
}

/** Somebody who lives in the first unit of a house of two: let since today, the keys handed over. */
export async function givenTenancy(linli: Linli): Promise<GivenTenancy> {
  const house = await givenLettingHouse(linli, { units: [{}, {}] });
  const me = await givenApproved(linli, house);
  const unitId = house.units[0].id;
  const { id: leaseId, office, desk } = await givenLet(linli, me, unitId);
  await office.http.post(`/leases/${leaseId}/keys`);
  return { me, house, unitId, leaseId, office: office.http, desk: desk.http };
}

export interface ReportOverrides {
  readonly category?: string;
  readonly urgency?: string;
  readonly description?: string;
}

export function report(
  http: HttpClient,
  unitId: string,
  overrides: ReportOverrides = {},
  key?: string,
): Promise<Reply> {
  const body = { unitId, category: 'water', description: '厨房水龙头漏水', ...overrides };
  return http.post('/me/repairs', body, key === undefined ? {} : { key });
}

export function plan(office: HttpClient, id: string, overrides: Record<string, unknown> = {}): Promise<Reply> {
  const visit = { startsAt: '2026-08-21T14:00:00+08:00', endsAt: '2026-08-21T16:00:00+08:00', assignedTo: '张师傅' };
  return office.post(`/repairs/${id}/appointment`, { ...visit, ...overrides });
}

export function done(office: HttpClient, id: string, costFen = 0, payer = 'house'): Promise<Reply> {
  return office.post(`/repairs/${id}/completion`, { costFen, payer });
}

/** Reported, planned and done; answers its id. */
export async function givenDone(tenancy: GivenTenancy, costFen = 0, payer = 'house'): Promise<string> {
  const { id } = (await report(tenancy.me.http, tenancy.unitId)).body as { id: string };
  await plan(tenancy.office, id);
  const { status, body } = await done(tenancy.office, id, costFen, payer);
  if (status !== 200) throw new Error(`The repair was not done: ${JSON.stringify(body)}`);
  return id;
}

export function addPhoto(http: HttpClient, id: string, bytes: Buffer, type = 'image/jpeg'): Promise<Reply> {
  return http.with({ 'content-type': type }).send('POST', `/me/repairs/${id}/photos`, bytes);
}
