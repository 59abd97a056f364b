import { givenResident, givenStaff } from './given-people.js';
import type { GivenResident } from './given-people.js';
import type { Linli } from './linli.js';

export interface GivenEmployer {
  readonly id: string;
  readonly name: string;
  /** Who acts for it. */
  readonly agent: GivenResident;
}

/** 91320582 and nine digits, with the check character of GB 32100. */
export function creditCodeOf(n: number): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const front = `91320582${String(n).padStart(9, '0')}`;
  const sum = [...front].reduce((so, c, index) => so + alphabet.indexOf(c) * 3 ** index, 0);
  return front + alphabet.charAt((31 - (sum % 31)) % 31);
}

let made = 0;

export async function givenEmployer(linli: Linli, name = '江海船舶'): Promise<GivenEmployer> {
  made += 1;
  const { http } = await givenStaff(linli, 'apartments');
  const about = { nameEn: 'River Ships', contact: '赵敏', phone: '0512-58320000' };
  const { status, body } = await http.post('/employers', { name, creditCode: creditCodeOf(made), ...about });
  if (status !== 201) throw new Error(`No employer was made: ${JSON.stringify(body)}`);
  const agent = await givenResident(linli, { name: '钱经理' });
  await http.post(`/employers/${body.id}/representatives`, { name: '钱经理', phone: agent.phone });
  return { id: body.id as string, name, agent };
}
