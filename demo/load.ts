import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Booking } from '../src/admission/index.js';
import { loadCultureCentre } from './culture-centre.js';
import { DraftPolicy } from '../src/apartments/policy/draft-policy.service.js';
import { ImportUnitList } from '../src/apartments/inventory/import-unit-list.service.js';
import { ApartmentPolicy } from '../src/apartments/policy/policy.entity.js';
import { PublishPolicy } from '../src/apartments/policy/publish-policy.service.js';
import { EnrolInClass } from '../src/evening-school/enrol-in-class.service.js';
import { ImportCourseList } from '../src/evening-school/import-course-list.service.js';
import { PlanTerm } from '../src/evening-school/plan-term.service.js';
import { PublishClasses } from '../src/evening-school/publish-classes.service.js';
import { Term } from '../src/evening-school/term.entity.js';
import { newTerm } from '../src/evening-school/terms.contract.js';
import { newId } from '../src/kernel/ids.js';
import { Temporal } from '../src/kernel/time.js';
import { ChangeVenue } from '../src/people/change-venue.service.js';
import { CreateStaff } from '../src/people/create-staff.service.js';
import { Resident, Staff, system, Venue } from '../src/people/index.js';
import type { StaffRole } from '../src/people/rights.js';
import { codeAt } from '../src/people/totp.js';
import { Clock } from '../src/platform/clock/clock.js';
import { Transactions } from '../src/platform/database/transactions.js';

export interface DemoSecrets {
  readonly demoPassword: string;
  readonly demoSecret: string;
}

/** What the table at the start shows. */
export interface DemoAccounts {
  readonly phones: readonly string[];
  readonly staff: readonly { readonly role: string; readonly email: string }[];
  readonly password: string;
  /** The second factor's code of this moment. */
  readonly code: string;
}

const staff: { role: StaffRole; email: string; name: string }[] = [
  { role: 'administrator', email: 'admin@demo.linli', name: '管理员' },
  { role: 'school', email: 'school@demo.linli', name: '夜校老师' },
  { role: 'apartments', email: 'apartments@demo.linli', name: '公寓管理员' },
  { role: 'culture', email: 'culture@demo.linli', name: '文化中心' },
  { role: 'desk', email: 'desk@demo.linli', name: '服务台' },
];
const residents = ['王小明', '李芳', '张伟'].map((name, index) => ({ name, phone: `+861380000000${index + 1}` }));
const fullCourse = '古筝初级';

/**
 * Loads demo data into an empty database, by the use cases that staff and residents use; on later starts only says the
 * accounts. A load that was interrupted is taken up where it ended. Undefined where the database holds somebody's own data.
 */
export async function loadDemo(app: INestApplicationContext, secrets: DemoSecrets): Promise<DemoAccounts | undefined> {
  const [state]: { has_data: boolean; is_demo: boolean; is_complete: boolean }[] = await app.get(DataSource).query(
    `SELECT EXISTS (SELECT 1 FROM venues) AS has_data,
            EXISTS (SELECT 1 FROM staff WHERE email LIKE '%@demo.linli') AS is_demo,
            EXISTS (SELECT 1 FROM bookings b JOIN residents r ON r.id = b.resident_id WHERE r.phone = $1) AS is_complete`,
    [residents[0]?.phone],
  );
  if (state?.has_data && !state.is_demo) return undefined;
  if (!state?.is_complete) await fill(app, secrets);
  return {
    phones: residents.map(({ phone }) => phone.slice(3)),
    staff,
    password: secrets.demoPassword,
    code: codeAt(secrets.demoSecret, app.get(Clock).now().epochMilliseconds),
  };
}

/** Each step looks whether it was done before. */
async function fill(app: INestApplicationContext, secrets: DemoSecrets): Promise<void> {
  const get = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const { manager } = app.get(DataSource);
  await get(Transactions).run(async (tx) => {
    for (const { role, email, name } of staff) {
      if (await tx.existsBy(Staff, { email })) continue;
      const grants = [{ role, venueId: null }];
      const input = { email, name, language: 'zh-CN' as const, grants, password: secrets.demoPassword };
      await get(CreateStaff).run(tx, system, input, secrets.demoSecret);
    }
  });
  const venueNamed = async (given: typeof demoVenue) =>
    (await manager.findOneBy(Venue, { name: given.name })) ?? (await get(ChangeVenue).add(system, given));
  const venue = await venueNamed(demoVenue);
  const [begun] = await manager.find(Term, { where: { venueId: venue.id }, take: 1 });
  const term = begun ?? (await get(PlanTerm).add(system, newTerm.parse(demoTerm(app.get(Clock), venue.id))));
  await get(ImportCourseList).run(system, term.id, courseList(), false);
  await get(PublishClasses).term(system, term.id);
  await loadCultureCentre(app, venue.id, demoFile);
  const house = await venueNamed(apartmentHouse);
  await get(ImportUnitList).run(system, house.id, demoFile('apartment-units.csv'), false);
  if (!(await manager.existsBy(ApartmentPolicy, { venueId: house.id }))) {
    const draft = await get(DraftPolicy).add(system, { venueId: house.id, note: null, values: {} });
    await get(PublishPolicy).run(system, draft.id, { validFrom: app.get(Clock).today().toString() });
  }
  await enrolSome(app, get(EnrolInClass));
}

const demoVenue = { name: '金港文化中心', nameEn: 'Jingang culture centre', address: '金港街道长江中路1号' };
const apartmentHouse = { name: '菁英公寓', nameEn: 'Elite talent apartments', address: '金港街道人才路8号' };

/** The term began this week, so that there is something on tonight, and can still be joined. */
function demoTerm(clock: Clock, venueId: string) {
  const today = clock.today();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const at = (date: Temporal.PlainDate, time: string) =>
    date.toZonedDateTime({ timeZone: clock.zone, plainTime: time }).toString({ timeZoneName: 'never' });
  return {
    name: `${monday.year}年${monday.month}月夜校`,
    nameEn: `Evening school, ${monday.toPlainYearMonth().toString()}`,
    venueId,
    startsOn: monday.toString(),
    endsOn: monday.add({ weeks: 18 }).toString(),
    enrolmentOpensAt: at(monday.subtract({ weeks: 1 }), '09:00'),
    enrolmentClosesAt: at(monday.add({ weeks: 3 }), '21:00'),
  };
}

/** The file that staff would import. */
export function courseList(): Buffer {
  return demoFile('evening-school-term.csv');
}

function demoFile(name: string): Buffer {
  const here = path.dirname(fileURLToPath(import.meta.url)).replace(/([/\\])dist\1demo$/, '$1demo');
  return readFileSync(path.join(here, name));
}

/** Three residents to try Linli as, and a class that is full, so that the line can be seen. */
async function enrolSome(app: INestApplicationContext, enrol: EnrolInClass): Promise<void> {
  const source = app.get(DataSource);
  const classes: { id: string; name: string; capacity: number }[] = await source.query(
    `SELECT c.id, k.name, p.capacity FROM classes c JOIN courses k ON k.id = c.course_id JOIN pools p ON p.id = c.pool_id`,
  );
  const full = classes.find(({ name }) => name === fullCourse);
  const others = Array.from({ length: (full?.capacity ?? 0) + 2 }, (_, index) => ({
    name: `学员${index + 1}`,
    phone: `+86139000000${String(index + 1).padStart(2, '0')}`,
  }));
  const people = [...residents, ...others].map(({ name, phone }) => ({
    id: newId(),
    name,
    phone,
    birthOn: Temporal.PlainDate.from('1995-05-01'),
    email: null,
    language: 'zh-CN' as const,
    livesInZone: false,
    worksInZone: true,
    createdAt: app.get(Clock).now(),
  }));
  await source.manager.createQueryBuilder().insert().into(Resident).values(people).orIgnore().execute();
  const known = await source.manager.findBy(Resident, { phone: In(people.map(({ phone }) => phone)) });
  const ids = people.map(({ phone }) => known.find((one) => one.phone === phone)?.id ?? '');
  for (const id of ids.slice(residents.length)) {
    if (full) await enrolOnce(id, full.id);
  }
  const first = classes.find(({ name }) => name === '零基础国画');
  if (first && ids[0]) await enrolOnce(ids[0], first.id);

  async function enrolOnce(id: string, classId: string): Promise<void> {
    const isIn = await source.manager.existsBy(Booking, { residentId: id });
    if (!isIn) await enrol.run({ kind: 'resident', id, language: 'zh-CN' }, classId, undefined);
  }
}
