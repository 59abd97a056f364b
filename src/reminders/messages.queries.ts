import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import type { ResidentActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { containing, limits } from '../platform/database/search.js';
import type { MessageState } from './message.lifecycle.js';
import type { MessagePage, MessagesQuery } from './reminders.contract.js';
import { instantOf } from '../platform/database/sql-values.js';

interface Row {
  id: string;
  kind: string;
  subject_kind: string;
  subject_id: string;
  resident_id: string;
  name: string | null;
  title: string;
  body: string;
  due_at: Date;
  state: MessageState;
  sent_at: Date | null;
  channel: string | null;
  tries: number;
  problem: string | null;
}

const fromMessages = 'FROM messages m JOIN residents r ON r.id = m.resident_id';

@Injectable()
export class MessagesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** What I was told, the newest first; what is only planned is not among it. */
  mine(me: ResidentActor, query: { page: number; size: number }): Promise<MessagePage> {
    return this.page(`m.resident_id = $1 AND m.state IN ('claimed', 'sent')`, [me.id], query);
  }

  all(query: MessagesQuery): Promise<MessagePage> {
    const pattern = query.search ? containing(query.search) : null;
    return this.page(
      `($1::text IS NULL OR m.state = $1) AND ($2::text IS NULL OR m.kind = $2)
       AND ($3::text IS NULL OR m.title LIKE $3 OR r.name LIKE $3 OR r.phone LIKE $3)`,
      [query.state ?? null, query.kind ?? null, pattern],
      query,
    );
  }

  private async page(where: string, values: unknown[], query: { page: number; size: number }): Promise<MessagePage> {
    const { limit, offset } = limits(query);
    const n = values.length;
    const [rows, [counted]]: [Row[], { total: string }[]] = await Promise.all([
      this.source.query(
        `SELECT m.*, r.name ${fromMessages} WHERE ${where}
          ORDER BY m.due_at DESC, m.id DESC LIMIT $${n + 1} OFFSET $${n + 2}`,
        [...values, limit, offset],
      ),
      this.source.query(`SELECT count(*) AS total ${fromMessages} WHERE ${where}`, values),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: Number(counted?.total ?? 0), page: query.page, size: query.size };
  }

  private view(row: Row): MessagePage['items'][number] {
    const iso = (date: Date) => isoIn(this.clock.zone, instantOf(date));
    const { id, kind, title, body, state, channel, tries, problem } = row;
    return {
      ...{ id, kind, title, body, state, channel, tries, problem },
      subject: { kind: row.subject_kind, id: row.subject_id },
      resident: { id: row.resident_id, name: row.name },
      dueAt: iso(row.due_at),
      sentAt: row.sent_at && iso(row.sent_at),
    };
  }
}
