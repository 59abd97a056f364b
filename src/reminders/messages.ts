import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import type { Text } from '../kernel/text.js';
import { Temporal } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { send } from '../platform/database/send.js';
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

/** The same on its way through JSON. */
export type NotedMessage = Omit<NewMessage, 'dueAt'> & { readonly dueAt: string };

/**
 * Messages that answer an act: written or noted by the act's own transaction, so that they are said if and only if it
 * happened.
 */
@Injectable()
export class Messages {
  constructor(private readonly clock: Clock) {}

  async say(tx: Tx, ...messages: readonly NewMessage[]): Promise<void> {
    await this.write(tx, null, messages);
  }

  /**
   * Says it as surely, at a fraction of what it costs the act: what a whole rush is told is one row, of which the sender
   * makes messages before it sends. For messages that nothing looks for meanwhile.
   */
  async note(tx: Tx, messages: readonly NewMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const now = this.clock.now().toString();
    const noted = messages.map(({ kind, subject, residentId, occurrence, title, body, dueAt }): NotedMessage => {
      return { kind, subject, residentId, occurrence, title, body, dueAt: dueAt?.toString() ?? now };
    });
    await send(tx, `INSERT INTO noted_messages (id, messages) VALUES ($1, $2)`, [newId(), JSON.stringify(noted)]);
  }

  /** Makes messages of these notes, the oldest first; without those that somebody else is about to write. */
  async writeNoted(tx: Tx, noteIds: readonly string[]): Promise<void> {
    const [notes]: [{ id: string; messages: NotedMessage[] }[]] = await tx.query(
      `DELETE FROM noted_messages
        WHERE id = ANY (ARRAY(SELECT id FROM noted_messages WHERE id = ANY ($1::uuid[]) FOR UPDATE SKIP LOCKED))
        RETURNING id, messages`,
      [noteIds],
    );
    const messages = notes.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((note) => note.messages);
    await this.write(
      tx,
      null,
      messages.map((message) => ({ ...message, dueAt: Temporal.Instant.from(message.dueAt) })),
    );
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
    const now = this.clock.now().toString();
    await send(
      tx,
      `INSERT INTO messages AS m (id, kind, subject_kind, subject_id, resident_id, occurrence, source,
                                  title, body, due_at, state, tries, created_at)
       SELECT DISTINCT ON (kind, subject_id, resident_id, occurrence)
              w.id, kind, subject_kind, subject_id, resident_id, occurrence, $2,
              CASE r.language WHEN 'en' THEN title_en ELSE title END, CASE r.language WHEN 'en' THEN body_en ELSE body END,
              due_at, 'due', 0, $3
         FROM unnest($1::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[],
                     $11::text[], $12::text[], $13::timestamptz[])
           AS w (id, kind, subject_kind, subject_id, resident_id, occurrence, title, title_en, body, body_en, due_at)
         LEFT JOIN LATERAL (SELECT language, died_on FROM residents WHERE id = w.resident_id LIMIT 1) r ON true
        WHERE r.died_on IS NULL
        ORDER BY kind, subject_id, resident_id, occurrence, w.id
       ON CONFLICT ON CONSTRAINT messages_said_once DO UPDATE
          SET title = excluded.title, body = excluded.body, state = 'due',
              due_at = CASE WHEN m.tries = 0 THEN excluded.due_at ELSE m.due_at END
        WHERE m.source IS NOT NULL AND m.state IN ('due', 'withdrawn')
          AND (m.title, m.body, m.state, CASE WHEN m.tries = 0 THEN m.due_at END) IS DISTINCT FROM
              (excluded.title, excluded.body, 'due', CASE WHEN m.tries = 0 THEN excluded.due_at END)`,
      [
        messages.map(() => newId()),
        source,
        now,
        messages.map(({ kind }) => kind),
        messages.map(({ subject }) => subject.kind),
        messages.map(({ subject }) => subject.id),
        messages.map(({ residentId }) => residentId),
        messages.map(({ occurrence }) => occurrence),
        messages.map(({ title }) => title.zh),
        messages.map(({ title }) => title.en),
        messages.map(({ body }) => body.zh),
        messages.map(({ body }) => body.en),
        messages.map(({ dueAt }) => dueAt?.toString() ?? now),
      ],
    );
  }
}
