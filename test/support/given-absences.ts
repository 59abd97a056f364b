import { Absences } from '../../src/admission/index.js';
import { newId } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { system } from '../../src/people/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { givenStaff } from './given-people.js';
import type { Linli } from './linli.js';

/** A published policy that holds from today: three absences within 180 days bar for 60, where nothing else is said. */
export async function givenAbsencePolicy(
  linli: Linli,
  overrides: Partial<{ scope: string; absences: number; withinDays: number; barredDays: number }> = {},
): Promise<string> {
  const { scope = 'class', ...others } = overrides;
  const { http } = await givenStaff(linli, 'administrator');
  const rule = { absences: 3, withinDays: 180, barredDays: 60, ...others };
  const { id } = (await http.post('/absence-policies', { scope, rule })).body;
  await http.post(`/absence-policies/${id}/publication`, { validFrom: linli.clock.today().toString() });
  return id;
}

/** Marks a resident for something that nobody else was absent from. */
export async function markedOn(
  linli: Linli,
  residentId: string,
  day: string,
  { scope = 'class', subject = { kind: 'test', id: newId() } } = {},
): Promise<void> {
  const mark = {
    residentId,
    day: Temporal.PlainDate.from(day),
    scope,
    subject,
    reason: { zh: `${day} 缺课`, en: `Absent on ${day}` },
  };
  await linli.get(Transactions).run((tx) => linli.get(Absences).mark(tx, system, [mark]));
}
