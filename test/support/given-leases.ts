import { ApartmentApplication } from '../../src/apartments/applications/apartment-application.entity.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { ApartmentPolicy } from '../../src/apartments/policy/policy.entity.js';
import { newId, newReference } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { givenHouse } from './given-apartments.js';
import type { GivenHouse, UnitOverrides } from './given-apartments.js';
import { givenResident, givenStaff } from './given-people.js';
import type { GivenResident } from './given-people.js';
import type { HttpClient } from './http-client.js';
import type { Linli } from './linli.js';

/** An apartment house with these units and a policy in force since 2026-01-01: the default one, changed so. */
export async function givenLettingHouse(
  linli: Linli,
  options: { units?: readonly [UnitOverrides, ...UnitOverrides[]]; policy?: Partial<PolicyValues> } = {},
): Promise<GivenHouse & { policyId: string }> {
  const house = await givenHouse(linli, options.units ? { units: options.units } : {});
  const policyId = newId();
  await linli.database.manager.insert(ApartmentPolicy, {
    ...{ id: policyId, venueId: house.venueId, version: 1, state: 'published' },
    ...{ values: { ...defaultPolicy, ...options.policy }, validFrom: Temporal.PlainDate.from('2020-01-01') },
    ...{ publishedAt: linli.clock.now(), publishedBy: null, createdAt: linli.clock.now(), note: null },
  });
  return { ...house, policyId };
}

export type GivenApplicant = GivenResident & { readonly applicationId: string };

/** Somebody whose application for this house was approved; tier E, bachelor, when not said. */
export async function givenApproved(
  linli: Linli,
  { venueId }: { venueId: string },
  given: Partial<ApartmentApplication> = {},
): Promise<GivenApplicant> {
  const resident = await givenResident(linli);
  const applicationId = newId();
  const now = linli.clock.now();
  await linli.database.manager.insert(ApartmentApplication, {
    ...{ id: applicationId, reference: newReference(), residentId: resident.id, venueId, state: 'approved' },
    ...{ tier: 'E', degree: 'bachelor', points: 0, spouseId: null, wantedLayouts: [], employer: null },
    ...{ submittedAt: now, completeAt: now, decidedAt: now, validUntil: null, createdAt: now, ...given },
  });
  return { ...resident, applicationId };
}

export const choose = ({ http, applicationId }: GivenApplicant, unitId: string, startsOn?: string) =>
  http.post(`/apartment-applications/${applicationId}/choice`, { unitId, ...(startsOn ? { startsOn } : {}) });

/** The code that was sent to sign with, as the phone shows it. */
export async function signingCode(linli: Linli, { phone }: GivenResident): Promise<string> {
  const [letter]: { body: string }[] = await linli.database.query(
    `SELECT body FROM outbox_letters WHERE recipient = $1 ORDER BY sent_at DESC, id DESC LIMIT 1`,
    [phone],
  );
  return /\d{6}/.exec(letter?.body ?? '')?.[0] ?? '';
}

/** The tenant signs. */
export async function sign(linli: Linli, person: GivenResident, leaseId: string) {
  await person.http.post(`/leases/${leaseId}/signing-code`);
  return person.http.post(`/leases/${leaseId}/signature`, { code: await signingCode(linli, person) });
}

let receipts = 0;

/** The desk takes the deposit. */
export function payDeposit(
  desk: { http: HttpClient },
  { chargeId, amountFen }: { chargeId: string; amountFen: number },
) {
  receipts += 1;
  return desk.http.post(`/charges/${chargeId}/payments`, { amountFen, method: 'card', receiptNumber: `YJ${receipts}` });
}

/** From the choice to the keys: chosen today, signed by both, the deposit paid. */
export async function givenLet(linli: Linli, person: GivenApplicant, unitId: string, startsOn?: string) {
  const office = await givenStaff(linli, 'apartments');
  const desk = await givenStaff(linli, 'desk');
  const { id } = (await choose(person, unitId, startsOn)).body as { id: string };
  const signed = (await sign(linli, person, id)).body;
  await office.http.post(`/leases/${id}/countersignature`);
  if (signed.deposit.chargeId) await payDeposit(desk, signed.deposit);
  return { id, office, desk, lease: (await office.http.get(`/leases/${id}`)).body };
}
