import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Language } from '../kernel/text.js';
import { latest } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { Secrets } from '../platform/secrets/secrets.js';
import { calendarText } from './calendar-feed.ics.js';
import type { FeedSession } from './calendar-feed.ics.js';
import { placeOf } from './class-notices.js';
import { instantOf } from '../platform/database/sql-values.js';
import { Timetable } from './timetable.queries.js';
import type { OwnSession } from './timetable.queries.js';

const pastDays = 365;
const comingDays = 730;

export interface Feed {
  readonly text: string;
  /** Changes exactly when the text does. */
  readonly etag: string;
  readonly lastModified: Instant | null;
}

/** The secret is looked up by its keyed hash: how long that takes tells nothing about other secrets. */
export function hashOfSecret(secrets: Secrets, secret: string): string {
  return secrets.hash('calendar feed', secret);
}

@Injectable()
export class CalendarFeeds {
  constructor(
    private readonly source: DataSource,
    private readonly secrets: Secrets,
    private readonly timetable: Timetable,
    private readonly clock: Clock,
  ) {}

  /** Everything the owner of the secret has a place in: a year back, two years ahead. */
  async read(secret: string): Promise<Feed> {
    const [owner]: { id: string; language: Language }[] = await this.source.query(
      `SELECT r.id, r.language FROM calendar_feeds f JOIN residents r ON r.id = f.resident_id WHERE f.secret_hash = $1`,
      [hashOfSecret(this.secrets, secret)],
    );
    if (!owner) throw requestRefusals.not_found();
    const now = this.clock.now();
    const rows = await this.timetable.sessions(
      this.source.manager,
      owner.id,
      now.subtract({ hours: pastDays * 24 }),
      now.add({ hours: comingDays * 24 }),
    );
    const sessions = rows.map(toFeedSession);
    const text = calendarText(sessions, owner.language);
    return {
      text,
      etag: `"${createHash('sha256').update(text).digest('base64url')}"`,
      lastModified: sessions.map((session) => session.revisedAt).reduce<Instant | null>(later, null),
    };
  }
}

function toFeedSession(row: OwnSession): FeedSession {
  return {
    id: row.session_id,
    name: { zh: row.name, en: row.name_en },
    number: row.number,
    sessionCount: row.session_count,
    startsAt: instantOf(row.starts_at),
    endsAt: instantOf(row.ends_at),
    place: placeOf(row),
    address: row.address,
    teacher: row.teacher,
    note: row.note,
    isCancelled: row.state === 'cancelled',
    isUnpaid: row.place_state === 'awaiting_payment',
    leaveAsked: row.attendance === 'leave',
    provisional: row.provisional,
    sequence: row.sequence,
    revisedAt: latest(instantOf(row.changed_at), instantOf(row.place_since)),
  };
}

function later(a: Instant | null, b: Instant): Instant {
  return a === null ? b : latest(a, b);
}
