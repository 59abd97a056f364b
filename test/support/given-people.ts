import { newId } from '../../src/kernel/ids.js';
import type { Language } from '../../src/kernel/text.js';
import { Temporal } from '../../src/kernel/time.js';
import { Resident, Staff, Venue } from '../../src/people/index.js';
import type { StaffRole } from '../../src/people/rights.js';
import { SignIns } from '../../src/people/sign-ins.js';
import { StaffGrant } from '../../src/people/staff.entity.js';
import type { HttpClient } from './http-client.js';
import type { Linli } from './linli.js';

let count = 0;

/** The next of 13800000001, 13800000002, … */
function nextPhone(): string {
  count += 1;
  return `+86138${String(count).padStart(8, '0')}`;
}

export interface GivenResident {
  readonly id: string;
  readonly phone: string;
  readonly http: HttpClient;
}

export interface ResidentOverrides {
  readonly phone?: string;
  readonly name?: string | null;
  readonly birthOn?: string | null;
  readonly livesInZone?: boolean;
  readonly worksInZone?: boolean;
  readonly language?: Language;
  readonly email?: string | null;
}

/** A resident who has signed in and told who they are. */
export async function givenResident(linli: Linli, overrides: ResidentOverrides = {}): Promise<GivenResident> {
  const { phone = nextPhone(), name = '王小明', birthOn = '1995-05-01', email = null } = overrides;
  const id = newId();
  await linli.database.manager.insert(Resident, {
    id,
    phone,
    name,
    birthOn: birthOn === null ? null : Temporal.PlainDate.from(birthOn),
    email,
    language: overrides.language ?? 'en',
    livesInZone: overrides.livesInZone ?? false,
    worksInZone: overrides.worksInZone ?? true,
    createdAt: linli.clock.now(),
  });
  const { token } = await linli.get(SignIns).make(linli.database.manager, { residentId: id });
  return { id, phone, http: linli.anyone.with({ authorization: `Bearer ${token}` }) };
}

/** The ids of so many residents who have not signed in, made at one go. */
export async function givenPeople(linli: Linli, people: number): Promise<string[]> {
  const ids = Array.from({ length: people }, () => newId());
  await linli.database.query(
    `INSERT INTO residents (id, phone, name, birth_on, language, lives_in_zone, works_in_zone, created_at)
     SELECT id, phone, '王小明', '1995-05-01', 'en', false, true, $3 FROM unnest($1::uuid[], $2::text[]) AS r (id, phone)`,
    [ids, ids.map(() => nextPhone()), linli.clock.now().toString()],
  );
  return ids;
}

/** The same person, signed in anew: a year later the old sign-in is over. */
export async function signedInAgain<Person extends { id: string; http: HttpClient }>(
  linli: Linli,
  person: Person,
  as: 'resident' | 'staff' = 'resident',
): Promise<Person> {
  const who = as === 'resident' ? { residentId: person.id } : { staffId: person.id };
  const { token } = await linli.get(SignIns).make(linli.database.manager, who);
  return { ...person, http: linli.anyone.with({ authorization: `Bearer ${token}` }) };
}

/** A member of staff who is signed in; for the whole house unless a venue is named. */
export async function givenStaff(
  linli: Linli,
  role: StaffRole,
  overrides: { venueId?: string; name?: string } = {},
): Promise<{ id: string; email: string; http: HttpClient }> {
  count += 1;
  const id = newId();
  const email = `${role}${count}@example.org`;
  await linli.database.manager.insert(Staff, {
    id,
    email,
    name: overrides.name ?? '李老师',
    language: 'en',
    passwordHash: 'no password signs in',
    totpSealed: Buffer.alloc(0),
    failedTries: 0,
    createdAt: linli.clock.now(),
  });
  await linli.database.manager.insert(StaffGrant, {
    id: newId(),
    staffId: id,
    role,
    venueId: overrides.venueId ?? null,
  });
  const { token } = await linli.get(SignIns).make(linli.database.manager, { staffId: id });
  return { id, email, http: linli.anyone.with({ authorization: `Bearer ${token}` }) };
}

export async function givenVenue(
  linli: Linli,
  overrides: { name?: string } = {},
): Promise<{ id: string; name: string }> {
  count += 1;
  const id = newId();
  const name = overrides.name ?? `金港文化中心${count}`;
  await linli.database.manager.insert(Venue, { id, name, nameEn: `Culture centre ${count}`, address: '金港大道1号' });
  return { id, name };
}
