import { Injectable } from '@nestjs/common';
import { Absences } from '../../admission/index.js';
import { dateInWords } from '../../kernel/time.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import type { Slot } from '../programme/slot.entity.js';

export const absenceSubject = (slotId: string) => ({ kind: 'slot', id: slotId });

/** An account that booked and of which nobody came is marked; so is one that gave them back, or changed the day, after midnight. */
@Injectable()
export class SlotAbsences {
  constructor(private readonly absences: Absences) {}

  /** Where part of a party came, nobody is marked. `dayStart`: 0:00 of the slot's day. */
  async count(tx: Tx, by: Actor, slot: Slot, dayStart: string): Promise<void> {
    const rows: { resident_id: string; gave_back: boolean }[] = await tx.query(
      `SELECT b.resident_id, bool_and(b.state = 'withdrawn') AS gave_back FROM bookings b
        WHERE b.pool_id = $1 AND b.confirmed_at IS NOT NULL
          AND (b.state IN ('confirmed', 'lapsed')
               OR b.state = 'withdrawn' AND b.ended_at >= $2::timestamptz
              AND (b.moved_to IS NULL OR (SELECT s.day FROM bookings n JOIN slots s ON s.pool_id = n.pool_id
                                          WHERE n.id = b.moved_to) <> $3::date))
          AND NOT EXISTS (SELECT 1 FROM bookings o JOIN tickets t ON t.booking_id = o.id AND t.entered_at IS NOT NULL
                           WHERE o.pool_id = b.pool_id AND o.resident_id = b.resident_id)
        GROUP BY b.resident_id ORDER BY b.resident_id`,
      [slot.poolId, dayStart, slot.day.toString()],
    );
    const { title, titleEn } = await tx.findOneByOrFail(ProgrammeItem, { id: slot.itemId });
    const day = dateInWords(slot.day);
    const stayedAway = {
      zh: `预约了“${title}”（${day.zh}）没有来`,
      en: `Booked "${titleEn}" on ${day.en} and did not come`,
    };
    const gaveBackLate = {
      zh: `预约了“${title}”（${day.zh}），当天才取消或改期`,
      en: `Booked "${titleEn}" on ${day.en} and cancelled or changed it only that day`,
    };
    const about = { day: slot.day, scope: slot.kind, subject: absenceSubject(slot.id) };
    await this.absences.mark(
      tx,
      by,
      rows.map(({ resident_id: residentId, gave_back: gaveBack }) => {
        return { residentId, ...about, reason: gaveBack ? gaveBackLate : stayedAway };
      }),
    );
  }

  /** A gate that had no network tells late who had been there after all. */
  async cameAfterAll(tx: Tx, by: Actor, ticketIds: readonly string[]): Promise<void> {
    const rows: { slot_id: string; residents: string[] }[] = await tx.query(
      `SELECT t.slot_id, array_agg(DISTINCT b.resident_id::text) AS residents
         FROM tickets t JOIN slots s ON s.id = t.slot_id AND s.absences_counted_at IS NOT NULL
         JOIN bookings b ON b.id = t.booking_id WHERE t.id = ANY ($1) GROUP BY t.slot_id ORDER BY t.slot_id`,
      [ticketIds],
    );
    for (const { slot_id, residents } of rows) {
      await this.absences.correct(tx, by, absenceSubject(slot_id), residents);
    }
  }

  /** The house moved or spoilt the slot: nobody's absence from it counts. */
  excuse(tx: Tx, by: Actor, slotId: string, reason: string): Promise<void> {
    return this.absences.excuse(tx, by, absenceSubject(slotId), reason);
  }
}
