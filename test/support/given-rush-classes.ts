import type { RushHouse } from './rush-house.js';

export interface RushClass {
  readonly id: string;
  readonly poolId: string;
}

const day = 86_400_000;
let count = 0;

/** A term that is open now, with a small class and one with a fee on another evening, made as staff make them. */
export async function givenRushClasses({ staff, postgres }: RushHouse): Promise<RushClass[]> {
  count += 1;
  const name = { name: `学期${count}`, nameEn: `Term ${count}` };
  const made = async (path: string, body?: object | string) => {
    const reply = await staff.with(typeof body === 'string' ? { 'content-type': 'text/csv' } : {}).post(path, body);
    if (reply.status >= 300) throw new Error(`POST ${path} was answered ${reply.status}: ${reply.text}`);
    return reply.body as { id: string };
  };
  const venue = await made('/venues', { ...name, address: '金港大道1号' });
  const term = await made('/terms', { ...name, venueId: venue.id, ...openNow(Date.now()) });
  await made(`/terms/${term.id}/course-list`, courseList(count));
  await made(`/terms/${term.id}/publication`);
  return postgres.rows<RushClass>(
    `SELECT c.id, c.pool_id AS "poolId" FROM classes c JOIN pools p ON p.id = c.pool_id
      WHERE c.term_id = $1 ORDER BY p.capacity`,
    [term.id],
  );
}

function openNow(now: number) {
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return {
    startsOn: date(now + 30 * day),
    endsOn: date(now + 200 * day),
    enrolmentOpensAt: new Date(now - 60_000).toISOString(),
    enrolmentClosesAt: new Date(now + 7 * day).toISOString(),
  };
}

function courseList(n: number): string {
  const columns = '课程,course,类别,上课日,开始,时长(分钟),课次,教室,教师,名额,最少开班人数,费用(元)';
  const small = `国画${n},Painting ${n},书画,周二,19:00,90,12,教室${n}甲,老师${n}甲,5,3,0`;
  const paid = `民族舞${n},Folk dance ${n},舞蹈,周三,19:00,90,12,教室${n}乙,老师${n}乙,12,3,200`;
  return `${[columns, small, paid].join('\n')}\n`;
}
