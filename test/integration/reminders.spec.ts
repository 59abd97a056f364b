import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '../../src/kernel/ids.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewMessage } from '../../src/reminders/messages.js';
import { Messages } from '../../src/reminders/messages.js';
import { deliverMessages } from '../../src/reminders/deliver-messages.service.js';
import { keepHouse } from '../../src/reminders/housekeeping.service.js';
import { PlanReminders, planReminders } from '../../src/reminders/plan-reminders.service.js';
import { ReminderSources } from '../../src/reminders/reminder-source.js';
import { SendReminders } from '../../src/reminders/send-reminders.service.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { moment } from '../support/given-admission.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

interface Text {
  readonly to: string;
  readonly text: string;
  readonly key: string;
}

describe('reminders', () => {
  let linli: Linli;
  let wanted: NewMessage[] = [];
  /** Answers when so many texts wait for it. */
  let gateway: { answer: number; waitsFor: number; texts: Text[]; close: () => void };
  beforeAll(async () => {
    const texts: Text[] = [];
    const unanswered: ServerResponse[] = [];
    const server = createServer((request, reply) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        if (gateway.answer === 200) texts.push({ ...JSON.parse(body), key: request.headers['idempotency-key'] });
        if (unanswered.push(reply) < gateway.waitsFor) return;
        for (const one of unanswered.splice(0)) one.writeHead(gateway.answer).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    gateway = { answer: 200, waitsFor: 1, texts, close: () => server.close() };
    const { port } = server.address() as AddressInfo;
    linli = await Linli.start({ env: { SMS_URL: `http://127.0.0.1:${port}/sms`, SMS_TOKEN: 'test' } });
    linli.get(ReminderSources).add({
      name: 'test',
      due: async (_, from, until) =>
        wanted.filter(
          ({ dueAt = from }) =>
            dueAt.epochMilliseconds >= from.epochMilliseconds && dueAt.epochMilliseconds < until.epochMilliseconds,
        ),
    });
  });
  afterAll(async () => {
    await linli.stop();
    gateway.close();
  });
  beforeEach(async () => {
    wanted = [];
    gateway.answer = 200;
    gateway.waitsFor = 1;
    gateway.texts.length = 0;
    linli.clock.set('2026-08-20 10:00');
    await linli.database.query('DELETE FROM messages');
    await linli.database.query('DELETE FROM noted_messages');
  });

  const reminder = (residentId: string, dueAt: string, overrides: Partial<NewMessage> = {}): NewMessage => ({
    kind: 'test.soon',
    subject: { kind: 'test', id: '01900000-0000-7000-8000-000000000001' },
    residentId,
    occurrence: dueAt,
    title: { zh: '今晚有课', en: 'Class tonight' },
    body: { zh: '19:00 书画教室', en: '19:00, painting room' },
    dueAt: moment(dueAt),
    ...overrides,
  });
  const plan = () => linli.runJob(planReminders, {});
  const rows = (): Promise<
    { id: string; state: string; title: string; due_at: Date; tries: number; channel: string; problem: string }[]
  > => linli.database.query('SELECT * FROM messages ORDER BY due_at, id');
  const states = async () => (await rows()).map(({ state }) => state);
  const claim = async () => {
    await linli.get(SendReminders).run();
    return linli.database.query<{ id: string; claim: string }[]>(
      `SELECT id, claim FROM messages WHERE state = 'claimed' ORDER BY id`,
    );
  };
  /** Claims what is due and delivers it, as sender and worker do. */
  const send = async () => {
    const claimed = await claim();
    await linli.runJob(deliverMessages, { claim: claimed[0]?.claim ?? newId(), ids: claimed.map(({ id }) => id) });
  };

  it('are planned once, 48 hours ahead, however often the planner runs', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-21 17:00'), reminder(id, '2026-08-23 17:00')];
    await Promise.all([plan(), plan(), plan()]);
    expect(await states()).toEqual(['due']);
    linli.clock.set('2026-08-21 18:00');
    await plan();
    expect(await states()).toEqual(['due', 'due']);
  });

  it('are withdrawn when they are no longer true, and come back when they are true again', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-21 17:00')];
    await plan();
    const kept = wanted;
    wanted = [];
    await plan();
    expect(await states()).toEqual(['withdrawn']);
    wanted = kept;
    await plan();
    expect(await states()).toEqual(['due']);
  });

  it('are brought up to date while they wait, and never after they were sent', async () => {
    const { id } = await givenResident(linli, { language: 'zh-CN' });
    wanted = [reminder(id, '2026-08-20 11:00')];
    await plan();
    wanted = [reminder(id, '2026-08-20 11:00', { title: { zh: '换教室', en: 'Another room' } })];
    await plan();
    expect((await rows())[0]?.title).toBe('换教室');
    linli.clock.set('2026-08-20 11:01');
    await send();
    wanted = [reminder(id, '2026-08-20 11:00', { title: { zh: '太晚', en: 'Too late' } })];
    await plan();
    expect(await rows()).toMatchObject([{ title: '换教室', state: 'sent', channel: 'sms' }]);
    expect(gateway.texts).toHaveLength(1);
  });

  it('are not sent when they come more than two hours too late', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 07:59'), reminder(id, '2026-08-20 08:30')];
    await plan();
    expect(await states()).toEqual(['due']);
  });

  it('go out in the language of the reader', async () => {
    const zh = await givenResident(linli, { language: 'zh-CN' });
    const en = await givenResident(linli, { language: 'en' });
    wanted = [reminder(zh.id, '2026-08-20 10:00'), reminder(en.id, '2026-08-20 10:00')];
    await plan();
    await send();
    const byPhone = new Map(gateway.texts.map(({ to, text }) => [to, text]));
    expect(byPhone.get(zh.phone)).toBe('【邻里】19:00 书画教室');
    expect(byPhone.get(en.phone)).toBe('【邻里】19:00, painting room');
  });

  it('answer an act only if the act happened', async () => {
    const { id } = await givenResident(linli);
    const act = (fails: boolean) =>
      linli.get(Transactions).run(async (tx) => {
        await linli.get(Messages).say(tx, reminder(id, '2026-08-20 10:00'));
        if (fails) throw new Error('undone');
      });
    await expect(act(true)).rejects.toThrow('undone');
    expect(await states()).toEqual([]);
    await act(false);
    await act(false);
    expect(await states()).toEqual(['due']);
  });

  describe('of which many are told at once', () => {
    const note = (messages: NewMessage[], fails = false) =>
      linli.get(Transactions).run(async (tx) => {
        await linli.get(Messages).note(tx, messages);
        if (fails) throw new Error('undone');
      });
    const noted = async () => (await linli.database.query<unknown[]>('SELECT FROM noted_messages')).length;

    it('are noted only if the act happened, and sent to each in their language', async () => {
      const zh = await givenResident(linli, { language: 'zh-CN' });
      const en = await givenResident(linli, { language: 'en' });
      const told = [zh, en].map(({ id }) => reminder(id, '2026-08-20 10:00'));
      await expect(note(told, true)).rejects.toThrow('undone');
      expect(await noted()).toBe(0);
      await note(told);
      expect([await noted(), await states()]).toEqual([1, []]);
      await send();
      expect([await noted(), await states()]).toEqual([0, ['sent', 'sent']]);
      const byPhone = new Map(gateway.texts.map(({ to, text }) => [to, text]));
      expect([byPhone.get(zh.phone), byPhone.get(en.phone)]).toEqual([
        '【邻里】19:00 书画教室',
        '【邻里】19:00, painting room',
      ]);
    });

    it('are written once by many senders, and what was noted twice is said once', async () => {
      const { id } = await givenResident(linli);
      const numbers = Array.from({ length: 90 }, (_, n) => n);
      for (const n of numbers) {
        const told = reminder(id, '2026-08-20 10:00', { occurrence: String(n) });
        await note([told, told]);
      }
      await Promise.all([1, 2, 3, 4].map(() => linli.get(SendReminders).run()));
      await linli.get(SendReminders).run();
      expect(await noted()).toBe(0);
      expect(await states()).toEqual(numbers.map(() => 'claimed'));
    });

    it('are due when the act was, however late they are written, and not told to who has died', async () => {
      const { id } = await givenResident(linli);
      const dead = await givenResident(linli);
      const { dueAt: _, ...now } = reminder(id, '2026-08-20 10:00');
      await note([now, { ...now, residentId: dead.id }]);
      linli.clock.advance('PT3H');
      await linli.database.query(`UPDATE residents SET died_on = '2026-08-20' WHERE id = $1`, [dead.id]);
      await send();
      expect(await rows()).toMatchObject([{ resident_id: id, state: 'sent' }]);
      expect((await rows())[0]?.due_at.toISOString()).toBe('2026-08-20T02:00:00.000Z');
    });

    it('hold up nothing else when they cannot be written, and stay noted', async () => {
      const { id } = await givenResident(linli);
      await note([reminder(newId(), '2026-08-20 10:00')]);
      await note([reminder(id, '2026-08-20 10:00', { occurrence: 'noted later' })]);
      wanted = [reminder(id, '2026-08-20 10:00')];
      await plan();
      await send();
      expect([await noted(), await states()]).toEqual([1, ['sent', 'sent']]);
    });
  });

  it('are tried again with growing pauses, seven times, whatever the planner does, and then are failed with the reason', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 10:00')];
    await plan();
    gateway.answer = 503;
    await send();
    expect(await rows()).toMatchObject([{ state: 'due', tries: 1, problem: 'The SMS gateway answered 503.' }]);
    linli.clock.advance('PT30S');
    await send();
    expect(await rows()).toMatchObject([{ tries: 1 }]);
    for (const [n, pause] of ['PT30S', 'PT2M', 'PT4M', 'PT8M', 'PT16M', 'PT32M'].entries()) {
      expect(await rows()).toMatchObject([{ state: 'due', tries: n + 1 }]);
      linli.clock.advance(pause);
      await plan();
      await send();
    }
    expect(await rows()).toMatchObject([{ state: 'failed', tries: 7 }]);
  });

  it('fail at once where trying again is of no use, and can be sent again by staff', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 10:00')];
    await plan();
    gateway.answer = 400;
    await send();
    const [failed] = await rows();
    expect(failed).toMatchObject({ state: 'failed', tries: 1 });
    gateway.answer = 200;
    const clerk = (await givenStaff(linli, 'school')).http;
    expect((await clerk.post(`/messages/${failed?.id}/retry`)).body).toMatchObject({ state: 'due' });
    await send();
    expect(await states()).toEqual(['sent']);
    expect(await clerk.post(`/messages/${failed?.id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'reminders.not_failed' },
    });
  });

  it('survive the loss of the queue: what was claimed is due again after ten minutes', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 10:00')];
    await plan();
    await linli.get(SendReminders).run();
    expect(await states()).toEqual(['claimed']);
    linli.clock.advance('PT11M');
    await send();
    expect(await states()).toEqual(['sent']);
  });

  it('are not sent when they stop being true between plan and sending', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 10:00')];
    await plan();
    wanted = [];
    await send();
    expect(await states()).toEqual(['withdrawn']);
  });

  it('are delivered once when two jobs carry the same message', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 10:00')];
    await plan();
    const [row] = await claim();
    const job = { claim: row?.claim ?? '', ids: [row?.id ?? ''] };
    await Promise.all([linli.runJob(deliverMessages, job), linli.runJob(deliverMessages, job)]);
    expect((await rows()).map(({ tries }) => tries)).toEqual([1]);
  });

  it('wait for a slow gateway ten at a time, not one after the other', async () => {
    const { id } = await givenResident(linli);
    wanted = Array.from({ length: 20 }, (_, n) => reminder(id, '2026-08-20 10:00', { occurrence: String(n) }));
    await plan();
    gateway.waitsFor = 10;
    await send();
    expect(await states()).toEqual(wanted.map(() => 'sent'));
  });

  it('are found by their id, though PostgreSQL counted when none was claimed', async () => {
    const { id } = await givenResident(linli);
    wanted = Array.from({ length: 300 }, (_, n) => reminder(id, '2026-08-20 10:00', { occurrence: String(n) }));
    await plan();
    await linli.database.query('ANALYZE messages');
    const [{ 'QUERY PLAN': plans }]: any = await linli.database.query(
      `EXPLAIN (FORMAT JSON) UPDATE messages SET state = 'sent' WHERE id = $1 AND state = 'claimed'`,
      [newId()],
    );
    expect(JSON.stringify(plans)).toContain('messages_pkey');
  });

  it('are claimed once by many senders, in groups', async () => {
    const { id } = await givenResident(linli);
    wanted = Array.from({ length: 120 }, (_, n) => reminder(id, '2026-08-20 10:00', { occurrence: String(n) }));
    await linli.get(PlanReminders).run();
    await Promise.all([1, 2, 3, 4].map(() => linli.get(SendReminders).run()));
    const claimed = await linli.database.query(`SELECT id FROM messages WHERE state = 'claimed'`);
    expect(claimed).toHaveLength(120);
    const jobs: { ids: number }[] = await linli.database.query(
      `SELECT jsonb_array_length(data::jsonb -> 'ids') AS ids FROM bullmq.job WHERE name = 'delivery.messages'`,
    );
    expect(jobs.reduce((sum, job) => sum + job.ids, 0)).toBeGreaterThanOrEqual(120);
  });

  it('are shown to their reader when they were sent, and to staff in every state', async () => {
    const { id, http } = await givenResident(linli, { name: '诸葛明' });
    wanted = [reminder(id, '2026-08-20 10:00'), reminder(id, '2026-08-20 12:00')];
    await plan();
    await send();
    expect((await http.get('/me/messages')).body).toMatchObject({
      total: 1,
      items: [{ state: 'sent', title: 'Class tonight' }],
    });
    const clerk = (await givenStaff(linli, 'desk')).http;
    expect((await clerk.get('/messages?search=诸葛')).body.total).toBe(2);
    expect((await clerk.get('/messages?state=due')).body.total).toBe(1);
  });

  it('leave no old secrets behind: housekeeping forgets them', async () => {
    const { id } = await givenResident(linli);
    const ago = moment('2026-08-17 10:00').toString();
    await linli.database.query(
      `INSERT INTO idempotency_keys VALUES ('test', 'old', 'x', '{}', $1), ('test', 'new', 'x', '{}', now())`,
      [ago],
    );
    await linli.database.query(`UPDATE sign_ins SET expires_at = $2 WHERE resident_id = $1`, [id, ago]);
    await linli.runJob(keepHouse, {});
    expect(await linli.database.query(`SELECT key FROM idempotency_keys WHERE caller = 'test'`)).toEqual([
      { key: 'new' },
    ]);
    expect(await linli.database.query(`SELECT 1 FROM sign_ins WHERE resident_id = $1`, [id])).toEqual([]);
  });

  it('carry their id to the gateway, which may thus drop a doublet', async () => {
    const { id } = await givenResident(linli);
    wanted = [reminder(id, '2026-08-20 10:00')];
    await plan();
    await send();
    const [row] = await rows();
    expect(gateway.texts.map(({ key }) => key)).toEqual([row?.id]);
  });
});
