import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { zonedOf } from '../../platform/database/sql-values.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import * as say from './viewing.messages.js';
import type { ViewingWords, Words } from './viewing.messages.js';

/** What became of a viewing. */
export interface Told {
  readonly id: string;
  readonly deed: 'booked' | 'changed' | 'cancelled' | 'withdrawn' | 'no_right';
  readonly occurrence: string;
}

export interface WordsRow {
  starts_at: Date;
  number: string | null;
  layout: string;
  building: string;
  building_en: string;
  house: string;
  house_en: string;
  meeting_place: string;
  meeting_place_en: string;
  reference: string;
}

/** What is said of a viewing `m` at its time `v`. */
export const wordsColumns = `
  lower(v.during) AS starts_at, w.number, coalesce(v.layout, w.layout) AS layout, b.name AS building,
  b.name_en AS building_en, h.name AS house, h.name_en AS house_en, v.meeting_place, v.meeting_place_en, k.reference`;
export const ofWords = `
  JOIN bookings k ON k.id = m.booking_id JOIN buildings b ON b.id = v.building_id JOIN venues h ON h.id = b.venue_id
  LEFT JOIN units w ON w.id = v.unit_id`;

export function viewingWords(row: WordsRow, zone: string): ViewingWords {
  const which = row.number ?? row.layout;
  return {
    house: { zh: row.house, en: row.house_en },
    what: { zh: `${row.building} ${which}`, en: `${row.building_en} ${which}` },
    at: zonedOf(row.starts_at, zone),
    meetingPlace: { zh: row.meeting_place, en: row.meeting_place_en },
    reference: row.reference,
  };
}

/** Tells applicants what became of their viewings, in the transaction of the act; of their own withdrawal nothing. */
@Injectable()
export class ViewingNotices {
  constructor(
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  async tell(tx: Tx, residentId: string, { id, deed, occurrence }: Told): Promise<void> {
    if (deed === 'withdrawn') return;
    const { about, reason } = await this.about(tx, id);
    const words: Record<typeof deed, () => Words> = {
      booked: () => say.booked(about),
      changed: () => say.changed(about),
      cancelled: () => say.cancelled(about, reason),
      no_right: () => say.noRightAnyMore(about),
    };
    const kind = `viewing.${deed === 'no_right' ? 'cancelled' : deed}`;
    const subject = { kind: 'viewing', id };
    await this.messages.say(tx, { kind, subject, residentId, occurrence, ...words[deed]() });
  }

  private async about(manager: EntityManager, id: string) {
    const [row]: (WordsRow & { cancel_reason: string | null; cancel_reason_en: string | null })[] = await manager.query(
      `SELECT v.cancel_reason, v.cancel_reason_en, ${wordsColumns}
         FROM viewings m JOIN viewing_times v ON v.id = m.time_id ${ofWords} WHERE m.id = $1`,
      [id],
    );
    if (!row) throw new Error(`There is no viewing ${id} to tell about.`);
    const reason = { zh: row.cancel_reason ?? '', en: row.cancel_reason_en ?? '' };
    return { about: viewingWords(row, this.clock.zone), reason };
  }
}
