import { ApplicationCondition } from '../../src/apartments/applications/application-condition.entity.js';
import { conditionKinds } from '../../src/apartments/applications/application-conditions.rules.js';
import type { ConditionKind } from '../../src/apartments/applications/application-conditions.rules.js';
import { recheckLeases } from '../../src/apartments/rechecks/open-rechecks.service.js';
import { newId } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { pdf } from './given-application.js';
import { givenApproved, givenLet, givenLettingHouse } from './given-leases.js';
import type { GivenApplicant } from './given-leases.js';
import { givenStaff, signedInAgain } from './given-people.js';
import type { GivenResident } from './given-people.js';
import type { Reply } from './http-client.js';
import type { Linli } from './linli.js';

export type Proofs = Partial<Record<ConditionKind, { validUntil?: string; hiredOn?: string }>>;

/** Every condition accepted, without an end where none is said. */
export async function givenProofs(linli: Linli, applicationId: string, proofs: Proofs): Promise<void> {
  const clerk = await givenStaff(linli, 'apartments');
  const day = (text: string | undefined) => (text === undefined ? null : Temporal.PlainDate.from(text));
  for (const kind of conditionKinds) {
    await linli.database.manager.insert(ApplicationCondition, {
      ...{ id: newId(), applicationId, kind, state: 'accepted', source: '张家港市人社局' },
      ...{ checkedAt: linli.clock.now(), checkedBy: clerk.id, reason: null, reasonEn: null },
      ...{ validUntil: day(proofs[kind]?.validUntil), hiredOn: day(proofs[kind]?.hiredOn) },
    });
  }
}

/** A tenant whose lease begins today, and what their application rested on. */
export async function givenProvedTenant(
  linli: Linli,
  proofs: Proofs,
  { policy = {}, applicant = {} }: { policy?: object; applicant?: object } = {},
) {
  const house = await givenLettingHouse(linli, { policy });
  const tenant = await givenApproved(linli, house, applicant);
  await givenProofs(linli, tenant.applicationId, proofs);
  const { id, office } = await givenLet(linli, tenant, house.units[0].id);
  await office.http.post(`/leases/${id}/keys`);
  return { house, tenant, id, office };
}

/** The morning of a day, after the hourly job has run; both have signed in again. */
export async function onDay(
  linli: Linli,
  day: string,
  given: { tenant: GivenApplicant; office: Awaited<ReturnType<typeof givenStaff>> },
) {
  linli.clock.set(`${day} 10:00`);
  await linli.runJob(recheckLeases, {});
  return {
    tenant: await signedInAgain(linli, given.tenant),
    office: await signedInAgain(linli, given.office, 'staff'),
  };
}

export function uploadAnew(
  { http }: Pick<GivenResident, 'http'>,
  leaseId: string,
  kind: string,
  bytes: Buffer = pdf,
): Promise<Reply> {
  const path = `/me/leases/${leaseId}/recheck/conditions/${kind}/documents?name=${encodeURIComponent('证明.pdf')}`;
  return http.with({ 'content-type': 'application/pdf' }).send('POST', path, bytes);
}

/** A new document, and who attests it. */
export async function giveAnew(
  person: Pick<GivenResident, 'http'>,
  leaseId: string,
  kind: string,
  evidence: object = { source: '张家港市社保中心' },
) {
  await uploadAnew(person, leaseId, kind);
  return person.http.put(`/me/leases/${leaseId}/recheck/conditions/${kind}`, evidence);
}
