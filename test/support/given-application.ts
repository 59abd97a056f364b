import { conditionKinds } from '../../src/apartments/applications/application-conditions.rules.js';
import type { ConditionKind } from '../../src/apartments/applications/application-conditions.rules.js';
import { givenHouse } from './given-apartments.js';
import { givenResident } from './given-people.js';
import type { GivenResident, ResidentOverrides } from './given-people.js';
import type { HttpClient, Reply } from './http-client.js';
import type { Linli } from './linli.js';

export const pdf = Buffer.from('%PDF-1.7\n% 劳动合同 张家港\n%%EOF');
export const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(40, 7)]);
export const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(40, 9)]);

let count = 0;

/** A resident with a name and an identity document, as an application needs. */
export async function givenApplicant(linli: Linli, overrides: ResidentOverrides = {}): Promise<GivenResident> {
  count += 1;
  const resident = await givenResident(linli, overrides);
  const document = { type: 'passport', number: `E${String(10_000_000 + count)}` };
  const { status } = await resident.http.patch('/me', { document });
  if (status !== 200) throw new Error(`The identity document was not taken: ${status}`);
  return resident;
}

/** Sends a file as the body, under whatever type its sender says. */
export function upload(
  http: HttpClient,
  application: string,
  kind: ConditionKind,
  file: { bytes?: Buffer; name?: string; type?: string; key?: string } = {},
): Promise<Reply> {
  const { bytes = pdf, name = '证明.pdf', type = 'application/pdf', key } = file;
  const path = `/me/apartment-applications/${application}/conditions/${kind}/documents?name=${encodeURIComponent(name)}`;
  return http.with({ 'content-type': type }).send('POST', path, bytes, key === undefined ? {} : { key });
}

export interface GivenApplication {
  readonly id: string;
  readonly reference: string;
  readonly venueId: string;
  readonly resident: GivenResident;
  /** Of the applicant. */
  readonly path: string;
  /** Of staff. */
  readonly staffPath: string;
}

export interface ApplicationOverrides {
  readonly venueId?: string;
  readonly claimsTier?: boolean;
  readonly resident?: GivenResident;
  readonly spouse?: { phone: string; name: string } | null;
  readonly validUntil?: string | null;
}

/** A draft with nothing given yet. */
export async function givenDraft(linli: Linli, overrides: ApplicationOverrides = {}): Promise<GivenApplication> {
  const resident = overrides.resident ?? (await givenApplicant(linli));
  const venueId = overrides.venueId ?? (await givenHouse(linli)).venueId;
  const { claimsTier = false, spouse = null } = overrides;
  const { status, body } = await resident.http.post('/me/apartment-applications', { venueId, claimsTier, spouse });
  if (status !== 201) throw new Error(`The application was not started: ${JSON.stringify(body)}`);
  const { id, reference } = body;
  const paths = { path: `/me/apartment-applications/${id}`, staffPath: `/apartment-applications/${id}` };
  return { id, reference, venueId, resident, ...paths };
}

/** Every condition given and proved, not yet submitted. */
export async function givenComplete(linli: Linli, overrides: ApplicationOverrides = {}): Promise<GivenApplication> {
  const application = await givenDraft(linli, overrides);
  const { http } = application.resident;
  const { validUntil = null } = overrides;
  for (const kind of conditionKinds.filter((one) => overrides.claimsTier || one !== 'tier_certificate')) {
    await http.put(`${application.path}/conditions/${kind}`, { source: '张家港市人社局', validUntil });
    await upload(http, application.id, kind);
  }
  return application;
}

export async function givenSubmitted(linli: Linli, overrides: ApplicationOverrides = {}): Promise<GivenApplication> {
  const application = await givenComplete(linli, overrides);
  const { status, body } = await application.resident.http.post(`${application.path}/submission`);
  if (status !== 200) throw new Error(`The application was not submitted: ${JSON.stringify(body)}`);
  return application;
}

/** Staff accept every condition of it. */
export function acceptAll(staff: HttpClient, application: GivenApplication, claimsTier = false): Promise<Reply> {
  const kinds = conditionKinds.filter((kind) => claimsTier || kind !== 'tier_certificate');
  const items = kinds.map((kind) => ({ kind, verdict: 'accepted' }));
  return staff.post(`${application.staffPath}/review`, { items });
}
