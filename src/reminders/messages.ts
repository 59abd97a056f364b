import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { inLanguage } from '../kernel/text.js';
import type { Language, Text } from '../kernel/text.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';

export interface NewMessage {
  /** `class.enrolled` */
  readonly kind: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly residentId: string;
  /** What makes this time different from the next: nobody is told the same occurrence twice. */
  readonly occurrence: string;
  readonly title: Text;
  readonly body: Text;
  /** Now, when left out. */
  readonly dueAt?: Instant;
}

/** Messages that answer an act: written by the act's own transaction, so that they are said if and only if it happened. */
@Injectable()
export class Messages {
  constructor(private readonly clock: Clock) {}

  async say(tx: Tx, ...messages: readonly NewMessage[]): Promise<void> {
    await this.write(tx, null, messages);
  }

  /** What is due to somebody who has died is not said. */
  async stop(tx: Tx, residentId: string): Promise<void> {
    await tx.query(`UPDATE messages SET state = 'withdrawn' WHERE resident_id = $1 AND state = 'due'`, [residentId]);
  }

  /**
   * Writes what is not there yet, in the language of each reader who lives; a planned row that is there is brought up to date. One that
   * was tried already keeps the time of its next try.
   */
  async write(tx: Tx, source: string | null, messages: readonly NewMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const ids = [...new Set(messages.map(({ residentId }) => residentId))];
    const readers: { id: string; language: Language; is_dead: boolean }[] = await tx.query(
      `SELECT id, language, died_on IS NOT NULL AS is_dead FROM residents WHERE id = ANY($1)`,
      [ids],
    );
    const now = this.clock.now().toString();
    const languages = new Map(readers.map(({ id, language }) => [id, language]));
    const dead = new Set(readers.filter(({ is_dead: isDead }) => isDead).map(({ id }) => id));
    const told = messages.filter(({ residentId }) => !dead.has(residentId));
    if (told.length === 0) return;
    const rows = told.map((message) => {
      const language = languages.get(message.residentId) ?? 'zh-CN';
      return {
        id: newId(),
        kind: message.kind,
        subject_kind: message.subject.kind,
        subject_id: message.subject.id,
        resident_id: message.residentId,
        occurrence: message.occurrence,
        title: inLanguage(message.title, language),
        body: inLanguage(message.body, language),
        due_at: message.dueAt?.toString() ?? now,
      };
    });
    await tx.query(
      `INSERT INTO messages AS m (id, kind, subject_kind, subject_id, resident_id, occurrence, source,
                                  title, body, due_at, state, tries, created_at)
       SELECT id, kind, subject_kind, subject_id, resident_id, occurrence, $2, title, body, due_at, 'due', 0, $3
         FROM json_to_recordset($1) AS r (id uuid, kind text, subject_kind text, subject_id uuid, resident_id uuid,
                                          occurrence text, title text, body text, due_at timestamptz)
        ORDER BY kind, subject_id, resident_id, occurrence
       ON CONFLICT ON CONSTRAINT messages_said_once DO UPDATE
          SET title = excluded.title, body = excluded.body, state = 'due',
              due_at = CASE WHEN m.tries = 0 THEN excluded.due_at ELSE m.due_at END
        WHERE m.source IS NOT NULL AND m.state IN ('due', 'withdrawn')
          AND (m.title, m.body, m.state, CASE WHEN m.tries = 0 THEN m.due_at END) IS DISTINCT FROM
              (excluded.title, excluded.body, 'due', CASE WHEN m.tries = 0 THEN excluded.due_at END)`,
      [JSON.stringify(rows), source, now],
    );
  }
}
