import { Temporal } from '../../src/kernel/time.js';
import { SendReminders } from '../../src/reminders/send-reminders.service.js';
import type { Linli } from './linli.js';

export interface Said {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  /** `2026-09-07 18:00` on the wall clock of the house. */
  readonly dueAt: string;
}

/** Everything a resident was told or will be told, in the order in which it is due. */
export async function messagesTo(linli: Linli, residentId: string, kind?: string): Promise<Said[]> {
  await linli.get(SendReminders).writeNoted();
  const rows: { kind: string; title: string; body: string; state: string; due_at: Date }[] = await linli.database.query(
    `SELECT kind, title, body, state, due_at FROM messages
      WHERE resident_id = $1 AND ($2::text IS NULL OR kind = $2) ORDER BY due_at, id`,
    [residentId, kind ?? null],
  );
  return rows.map(({ due_at, ...row }) => {
    const moment = Temporal.Instant.fromEpochMilliseconds(due_at.getTime()).toZonedDateTimeISO(linli.clock.zone);
    return { ...row, dueAt: moment.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ') };
  });
}
