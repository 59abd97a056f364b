import { Caller } from './caller.js';
import { courseList } from './load.js';
import type { Mail, Stage } from './stage.js';

/** Says a line of the story; the play is the same whether it is read or tested. */
export type Tell = (line: string) => void;

interface Enrolment {
  enrolmentId: string;
  state: string;
  position: number | null;
  holdsUntil: string | null;
}

interface Details {
  id: string;
  sessions: { id: string; number: number; startsAt: string }[];
}

/** Throws when the story does not go as it should. */
function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The story went wrong: ${what}`);
}

/** The whole story of a term, over HTTP: from the course list to the reminders that arrive. */
export async function playStory(stage: Stage, tell: Tell): Promise<void> {
  const anyone = new Caller(stage.address);
  const clerk = anyone.as(await stage.staffToken('school@demo.linli'));
  const term = await importAndPublish(clerk, tell);
  const classes = await classesOf(clerk, term);
  const learners = await signIn(anyone, tell);
  await enrol(learners, classes, tell);
  await fillTheClass(stage, learners, classes, tell);
  await moveAnEvening(stage, learners, classes, tell);
  await receiveReminders(stage, tell);
}

async function importAndPublish(clerk: Caller, tell: Tell): Promise<string> {
  const venue = (await clerk.get<{ items: { id: string }[] }>('/venues')).items[0];
  const { id: term } = await clerk.post<{ id: string }>('/terms', {
    name: '2026年秋季夜校',
    nameEn: 'Evening school, autumn 2026',
    venueId: venue?.id,
    startsOn: '2026-09-07',
    endsOn: '2026-12-31',
    enrolmentOpensAt: '2026-08-18T09:00:00+08:00',
    enrolmentClosesAt: '2026-09-15T21:00:00+08:00',
  });
  type Result = { created: number; unchanged: number; courses: number; places: number; sessions: number };
  const preview = await clerk.post<Result>(`/terms/${term}/course-list?dryRun=true`, courseList());
  tell(`预览课程表：${preview.courses} 门课程，${preview.places} 个名额，${preview.sessions} 次课，尚未写入。`);
  const result = await clerk.post<Result>(`/terms/${term}/course-list`, courseList());
  expect(result.created === 20 && result.places === 402, 'the list has 20 classes and 402 places');
  const again = await clerk.post<Result>(`/terms/${term}/course-list`, courseList());
  expect(again.unchanged === 20, 'importing twice changes nothing');
  const { published } = await clerk.post<{ published: number }>(`/terms/${term}/publication`);
  tell(`导入并发布 ${published} 个班；再导入一次，没有任何变化。`);
  return term;
}

/** Class ids by the name of the course. */
async function classesOf(clerk: Caller, term: string): Promise<(course: string) => string> {
  const { items } = await clerk.get<{ items: { id: string; course: string }[] }>(`/terms/${term}/classes?size=100`);
  return (course) => items.find((one) => one.course === course)?.id ?? '';
}

interface Learners {
  readonly ming: Caller;
  readonly fang: Caller;
  readonly wei: Caller;
  readonly others: readonly Caller[];
}

async function signIn(anyone: Caller, tell: Tell): Promise<Learners> {
  const join = async (phone: string, name: string, email: string): Promise<Caller> => {
    await anyone.post('/sign-in/codes', { phone });
    const { items } = await anyone.get<{ items: { body: string }[] }>(
      `/dev/outbox.json?search=${phone.replace(/\D/g, '').slice(-11)}`,
    );
    const code = /\d{6}/.exec(items[0]?.body ?? '')?.[0];
    const { token } = await anyone.post<{ token: string }>('/sign-in', { phone, code });
    const me = anyone.as(token);
    await me.call('PATCH', '/me', { name, email, birthDate: '1995-05-01', worksInZone: true });
    return me;
  };
  const ming = await join('13800138000', '王小明', 'ming@example.org');
  const fang = await join('138 0013 8001', '李芳', 'fang@example.org');
  const wei = await join('+86 13800138002', '张伟', 'wei@example.org');
  const others: Caller[] = [];
  for (let n = 0; n < 11; n++)
    others.push(await join(`139001390${10 + n}`, `学员${n + 1}`, `learner${n + 1}@example.org`));
  tell('14 位居民用手机验证码登录，填写了姓名和邮箱。');
  return { ming, fang, wei, others };
}

async function enrol({ ming }: Learners, classOf: (course: string) => string, tell: Tell): Promise<void> {
  const found = await ming.get<{ items: { name: string }[] }>('/classes?search=ljcgh');
  expect(found.items[0]?.name === '零基础国画', 'pinyin initials find the class');
  const place = await ming.post<Enrolment>(`/classes/${classOf('零基础国画')}/enrolments`, {});
  expect(place.state === 'confirmed', 'the class is free and has places');
  tell('王小明用拼音首字母 ljcgh 找到“零基础国画”，报名成功。');
  const clash = await ming.refused('POST', `/classes/${classOf('手机摄影')}/enrolments`, {});
  expect(clash.code === 'admission.clashes_with_own', 'both classes are on Tuesday at 19:00');
  tell(`他再报“手机摄影”，系统拒绝：${clash.detail}`);
}

/** Twelve places of 古筝初级: it has a fee, so the desk takes the money. */
async function fillTheClass(
  stage: Stage,
  { fang, wei, others }: Learners,
  classOf: (course: string) => string,
  tell: Tell,
): Promise<void> {
  const desk = new Caller(stage.address).as(await stage.staffToken('desk@demo.linli'));
  const guzheng = classOf('古筝初级');
  const pay = async (learner: Caller, receiptNumber: string): Promise<void> => {
    const { items } = await learner.get<{ items: { id: string; balanceFen: number }[] }>('/me/charges');
    const [charge] = items;
    await desk.post(`/charges/${charge?.id}/payments`, {
      amountFen: charge?.balanceFen,
      method: 'cash',
      receiptNumber,
    });
  };
  const places: Enrolment[] = [];
  for (const [n, learner] of [fang, ...others].entries()) {
    places.push(await learner.post<Enrolment>(`/classes/${guzheng}/enrolments`, {}));
    await pay(learner, `R-${n + 1}`);
  }
  tell('“古筝初级”12 个名额报满，服务台逐一收款并登记收据号。');
  const line = await wei.post<Enrolment>(`/classes/${guzheng}/enrolments`, {});
  expect(line.state === 'waiting' && line.position === 1, 'the thirteenth waits at position 1');
  tell(`张伟来晚一步，进入候补，排第 ${line.position} 位。`);
  const gone = await fang.post<{ refund: { refundFen: number } }>(
    `/enrolments/${places[0]?.enrolmentId}/withdrawal`,
    {},
  );
  tell(`李芳退课，按规则退 ${gone.refund.refundFen / 100} 元；空出的名额立即为张伟保留。`);
  const offered = await wei.get<Enrolment>(`/enrolments/${line.enrolmentId}`);
  expect(offered.state === 'offered', 'the freed place is offered to the first in line');
  const taken = await wei.post<Enrolment>(`/enrolments/${line.enrolmentId}/acceptance`);
  expect(taken.state === 'awaiting_payment', 'the class has a fee');
  await pay(wei, 'R-13');
  const paid = await wei.get<Enrolment>(`/enrolments/${line.enrolmentId}`);
  expect(paid.state === 'confirmed', 'a paid place is confirmed');
  tell('张伟接受并付款，报名成功。');
}

async function moveAnEvening(
  stage: Stage,
  { ming }: Learners,
  classOf: (course: string) => string,
  tell: Tell,
): Promise<void> {
  stage.clock.set('2026-09-06 18:30');
  const clerk = new Caller(stage.address).as(await stage.staffToken('school@demo.linli'));
  await stage.turnQueues();
  const details = await clerk.get<Details>(`/classes/${classOf('零基础国画')}/details`);
  const first = details.sessions[0];
  expect(first?.startsAt === '2026-09-08T19:00:00+08:00', 'the first evening is Tuesday, 8 September');
  const taken = await clerk.refused('POST', `/class-sessions/${first?.id}/move`, {
    date: '2026-09-09',
    reason: '教师出差',
  });
  expect(taken.code === 'school.room_taken', 'on Wednesday the room belongs to calligraphy');
  tell(`沈老师周二出差，想把第 1 次课改到周三：${taken.detail}`);
  await clerk.post(`/class-sessions/${first?.id}/move`, { date: '2026-09-11', reason: '教师出差' });
  const { sessions } = await ming.get<{ sessions: { startsAt: string }[] }>(
    '/me/timetable?from=2026-09-07&to=2026-09-13',
  );
  expect(sessions[0]?.startsAt === '2026-09-11T19:00:00+08:00', 'the timetable follows the move');
  await stage.turnQueues();
  const notice = stage.mails().at(-1);
  expect(notice?.to === 'ming@example.org', 'the learner is told of the move');
  tell(`改到周五，王小明的课表随之更新，并收到邮件：${notice?.subject}`);
}

/** Friday's reminders: the day before at 18:00 and two hours before, for exactly those who have a place. */
async function receiveReminders(stage: Stage, tell: Tell): Promise<void> {
  const about = (mail: Mail) => mail.text.includes('零基础国画');
  const before = stage.mails().length;
  stage.clock.set('2026-09-07 18:05');
  await stage.turnQueues();
  expect(!stage.mails().slice(before).some(about), 'nobody is reminded of the evening that was moved away');
  stage.clock.set('2026-09-10 18:05');
  await stage.turnQueues();
  stage.clock.set('2026-09-11 17:05');
  await stage.turnQueues();
  const reminded = stage.mails().slice(before).filter(about);
  expect(reminded.length === 2, `two reminders of the moved evening, not ${reminded.length}`);
  expect(
    reminded.every(({ to }) => to === 'ming@example.org'),
    'only its learner is reminded',
  );
  for (const mail of reminded) tell(`邮件送达 ${mail.to}：${mail.subject}`);
  const guzheng = stage
    .mails()
    .slice(before)
    .filter(({ text }) => text.includes('古筝初级'));
  const readers = new Set(guzheng.map(({ to }) => to));
  expect(readers.size === 12 && !readers.has('fang@example.org'), 'all twelve learners, and not the one who withdrew');
  tell(`“古筝初级”的 12 位学员都收到了提醒，已退课的李芳没有收到。`);
}
