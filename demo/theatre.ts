import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { lapseBookings } from '../src/admission/index.js';
import { startHttp } from '../src/main.js';
import { ChangeVenue } from '../src/people/change-venue.service.js';
import { CreateStaff } from '../src/people/create-staff.service.js';
import { system } from '../src/people/index.js';
import { codeAt, newSecondFactor } from '../src/people/totp.js';
import { readConfig } from '../src/platform/config/config.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { Log } from '../src/platform/logging/log.js';
import type { Job, QueueName } from '../src/platform/queues/job.js';
import { Queues } from '../src/platform/queues/queues.js';
import { planReminders } from '../src/reminders/plan-reminders.service.js';
import { sendReminders } from '../src/reminders/send-reminders.service.js';
import { startWorker } from '../src/worker.js';
import { StageClock } from './stage.js';
import type { Mail, Stage } from './stage.js';

export interface Theatre extends Stage {
  readonly close: () => Promise<void>;
}

/** A mail server on loopback that keeps what it is given. */
async function openMailbox(): Promise<{ url: string; mails: Mail[]; close: () => Promise<void> }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void simpleParser(stream).then(({ subject = '', text = '' }) => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
        mails.push({ to, subject, text: `${subject}\n${text}` });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, mails, close };
}

/** A whole Linli to play on: HTTP, worker and a mail server, on an empty database and a clock that the play sets. */
export async function openTheatre(place: { databaseUrl: string; redisUrl?: string }): Promise<Theatre> {
  const mailbox = await openMailbox();
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: place.databaseUrl,
    DATA_KEY: randomBytes(32).toString('base64'),
    HASH_KEY: randomBytes(32).toString('base64'),
    SMTP_URL: mailbox.url,
    LOG_LEVEL: 'silent',
    ...(place.redisUrl ? { REDIS_URL: place.redisUrl } : {}),
  });
  const clock = new StageClock('2026-08-20 10:00', config.env.TIME_ZONE);
  const ground = { config, clock, log: new Log('silent') };
  const worker = await startWorker(ground);
  const http = await startHttp(ground);
  const address = await http.getUrl();

  const { secret } = newSecondFactor('demo');
  const password = randomBytes(12).toString('hex');
  const venue = { name: '金港文化中心', nameEn: 'Jingang culture centre', address: '长江中路1号' };
  await worker.get(ChangeVenue, { strict: false }).add(system, venue);
  for (const role of ['school', 'desk'] as const) {
    const grants = [{ role, venueId: null }];
    const input = { email: `${role}@demo.linli`, name: role, language: 'zh-CN' as const, grants, password };
    const createStaff = worker.get(CreateStaff, { strict: false });
    await worker.get(Transactions).run((tx) => createStaff.run(tx, system, input, secret));
  }

  const queues = worker.get(Queues);
  const finished = async (queue: QueueName): Promise<void> => {
    for (let tries = 0; (await queues.pending(queue)) > 0; tries++) {
      if (tries > 300) throw new Error(`The queue ${queue} did not finish.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const turn = async (job: Job<object>): Promise<void> => {
    await queues.add(job, [{ data: {} }]);
    await finished(job.queue);
  };
  return {
    address,
    clock,
    mails: () => mailbox.mails,
    async staffToken(email) {
      const code = codeAt(secret, clock.now().epochMilliseconds);
      const response = await fetch(`${address}/staff/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password, code }),
      });
      return ((await response.json()) as { token: string }).token;
    },
    async turnQueues() {
      for (const job of [lapseBookings, planReminders, sendReminders]) await turn(job);
      await finished('delivery');
    },
    async close() {
      await http.close();
      await worker.close();
      await mailbox.close();
    },
  };
}
