import type { RushHouse } from './rush-house.js';
import { until } from './until.js';

interface Account {
  readonly due: number;
  readonly repeated: number;
  readonly untold: number;
}

/**
 * What is wrong with what learners were told of their places, once a worker that starts anew has sent what is due. It
 * need not wait until the house gives up on the worker before it, or tries again what failed.
 */
export async function checkMessages(house: RushHouse): Promise<string[]> {
  await house.worker.kill();
  await house.postgres.rows(`UPDATE messages SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'claimed'`);
  await house.postgres.rows(`UPDATE messages SET due_at = now() WHERE state = 'due' AND tries > 0`);
  house.worker.startAgain();
  await until(async () => (await readAccount(house)).due === 0, 60);
  const { repeated, untold } = await readAccount(house);
  const wrong: string[] = [];
  if (repeated > 0) wrong.push(`${repeated} letters went out more than once.`);
  if (untold > 0) wrong.push(`${untold} times nobody was told what came of a wish.`);
  return wrong;
}

async function readAccount({ postgres }: RushHouse): Promise<Account> {
  const [account] = await postgres.rows<Account & Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM messages WHERE state <> 'sent' AND due_at <= now()) +
            (SELECT count(*)::int FROM noted_messages) AS due,
            (SELECT count(*)::int FROM (SELECT FROM outbox_letters GROUP BY recipient, title, body
                                         HAVING count(*) > 1) AS twice) AS repeated,
            (SELECT count(*)::int FROM audit_entries a
              WHERE a.action IN ('enrolment.confirmed', 'enrolment.awaiting_payment', 'enrolment.waiting',
                                 'enrolment.offered')
                AND NOT EXISTS (SELECT FROM messages m
                                 WHERE m.subject_id::text = a.subject_id AND m.state = 'sent'
                                   AND a.action = 'enrolment.' || m.occurrence)) AS untold`,
  );
  if (!account) throw new Error('PostgreSQL counted nothing.');
  return account;
}
