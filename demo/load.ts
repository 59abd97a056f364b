import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EnrolInClass } from '../src/evening-school/enrol-in-class.service.js';
import { ImportCourseList } from '../src/evening-school/import-course-list.service.js';
import { PlanTerm } from '../src/evening-school/plan-term.service.js';
import { PublishClasses } from '../src/evening-school/publish-classes.service.js';
import { newTerm } from '../src/evening-school/terms.contract.js';
import { newId } from '../src/kernel/ids.js';
import { Temporal } from '../src/kernel/time.js';
import { ChangeVenue } from '../src/people/change-venue.service.js';
import { CreateStaff } from '../src/people/create-staff.service.js';
import { Resident, system } from '../src/people/index.js';
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
  { role: 'desk', email: 'desk@demo.linli', name: '服务台' },
];
const residents = ['王小明', '李芳', '张伟'].map((name, index) => ({ name, phone: `+861380000000${index + 1}` }));
const fullCourse = '古筝初级';

/**
 * Loads demo data into an empty database, by the use cases that staff and residents use; on later starts only says the
 * accounts. Undefined where the database holds somebody's own data.
 */
export async function loadDemo(app: INestApplicationContext, secrets: DemoSecrets): Promise<DemoAccounts | undefined> {
  const source = app.get(DataSource);
  const [state]: { venues: string; demo: string; classes: string }[] = await source.query(
    `SELECT (SELECT count(*) FROM venues) AS venues, (SELECT count(*) FROM staff WHERE email LIKE '%@demo.linli') AS demo,
            (SELECT count(*) FROM classes WHERE state = 'published') AS classes`,
  );
  const isDemo = state?.demo !== '0';
  if (state?.venues !== '0' && !isDemo) return undefined;
  if (state?.venues === '0') await fill(app, secrets);
  return {
    phones: residents.map(({ phone }) => phone.slice(3)),
    staff,
    password: secrets.demoPassword,
    code: codeAt(secrets.demoSecret, app.get(Clock).now().epochMilliseconds),
  };
}

async function fill(app: INestApplicationContext, secrets: DemoSecrets): Promise<void> {
  const get = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const transactions = get(Transactions);
  await transactions.run(async (tx) => {
    for (const { role, email, name } of staff) {
      const grants = [{ role, venueId: null }];
      const input = { email, name, language: 'zh-CN' as const, grants, password: secrets.demoPassword };
      await get(CreateStaff).run(tx, system, input, secrets.demoSecret);
    }
  });
  const venue = await get(ChangeVenue).add(system, {
    name: '金港文化中心',
    nameEn: 'Jingang culture centre',
    address: '金港街道长江中路1号',
  });
  const term = await get(PlanTerm).add(system, newTerm.parse(demoTerm(app.get(Clock), venue.id)));
  await get(ImportCourseList).run(system, term.id, courseList(), false);
  await get(PublishClasses).term(system, term.id);
  await enrolSome(app, get(EnrolInClass));
}

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
  const here = path.dirname(fileURLToPath(import.meta.url)).replace(/([/\\])dist\1demo$/, '$1demo');
  return readFileSync(path.join(here, 'evening-school-term.csv'));
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
  await source.manager.insert(Resident, people);
  for (const { id } of people.slice(residents.length)) {
    if (full) await enrol.run({ kind: 'resident', id, language: 'zh-CN' }, full.id, undefined);
  }
  const first = classes.find(({ name }) => name === '零基础国画');
  const me = people[0];
  if (first && me) await enrol.run({ kind: 'resident', id: me.id, language: 'zh-CN' }, first.id, undefined);
}
