import { Injectable } from '@nestjs/common';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Temporal } from '../../kernel/time.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { ItemRules } from '../programme/item-rules.contract.js';
import type { SlotKind } from '../programme/slot.entity.js';

/** A slot as the rules of an order ask for it. */
export interface SlotFacts {
  readonly slotId: string;
  readonly poolId: string;
  readonly kind: SlotKind;
  readonly hallId: string;
  readonly seatMapVersion: number | null;
  readonly day: PlainDate;
  readonly startsAt: Instant;
  readonly rules: ItemRules;
}

interface SlotRow {
  slot_id: string;
  pool_id: string;
  kind: SlotKind;
  hall_id: string;
  seat_map_version: number | null;
  day: string;
  starts_at: Date;
  rules: ItemRules;
}

/** People who come by an account's orders, and how many of them are children. */
export interface Party {
  readonly people: number;
  readonly children: number;
}

/** What is taken already when requests for slots are decided; read once for all that came together. */
@Injectable()
export class SlotsTaken {
  async slots(tx: Tx, poolIds: readonly string[]): Promise<Map<string, SlotFacts>> {
    const rows: SlotRow[] = await tx.query(
      `SELECT s.id AS slot_id, s.pool_id, s.kind, s.hall_id, s.seat_map_version, s.day::text,
              lower(s.during) AS starts_at, i.rules
         FROM slots s JOIN programme_items i ON i.id = s.item_id WHERE s.pool_id = ANY ($1)`,
      [poolIds],
    );
    return new Map(rows.map((row) => [row.pool_id, toFacts(row)]));
  }

  /** Which of these documents have a live ticket, by the day of a visit or by the slot of a showing. */
  async documents(tx: Tx, hashes: readonly string[], except: readonly string[]): Promise<Set<string>> {
    if (hashes.length === 0) return new Set();
    const rows: { document_hash: string; scope: string }[] = await tx.query(
      `SELECT document_hash, CASE kind WHEN 'visit' THEN day::text ELSE slot_id::text END AS scope FROM tickets
        WHERE document_hash = ANY ($1) AND state IN ('waiting', 'held', 'valid') AND booking_id <> ALL ($2)`,
      [hashes, except],
    );
    return new Set(rows.map(({ document_hash, scope }) => `${scope} ${document_hash}`));
  }

  /**
   * How many live visits these accounts have by day, and how many live tickets by showing; how many of them of children.
   * Groups are counted apart.
   */
  async visitors(tx: Tx, residentIds: readonly string[], except: readonly string[]): Promise<Map<string, Party>> {
    const rows: { resident_id: string; scope: string; people: number; children: number }[] = await tx.query(
      `SELECT b.resident_id, CASE t.kind WHEN 'visit' THEN t.day::text ELSE t.slot_id::text END AS scope,
              count(*)::int AS people, count(*) FILTER (WHERE t.is_child)::int AS children
         FROM bookings b JOIN tickets t ON t.booking_id = b.id AND t.state IN ('waiting', 'held', 'valid')
        WHERE b.resident_id = ANY ($1) AND b.id <> ALL ($2)
          AND NOT EXISTS (SELECT 1 FROM group_requests g WHERE g.booking_id = b.id) GROUP BY 1, 2`,
      [residentIds, except],
    );
    return new Map(
      rows.map(({ resident_id, scope, people, children }) => [`${scope} ${resident_id}`, { people, children }]),
    );
  }

  /** How many children come with each of these bookings. */
  async children(tx: Tx, bookingIds: readonly string[]): Promise<Map<string, number>> {
    if (bookingIds.length === 0) return new Map();
    const rows: { booking_id: string; children: number }[] = await tx.query(
      `SELECT booking_id, count(*)::int AS children FROM tickets
        WHERE booking_id = ANY ($1) AND is_child AND state IN ('waiting', 'held', 'valid') GROUP BY booking_id`,
      [bookingIds],
    );
    return new Map(rows.map(({ booking_id, children }) => [booking_id, children]));
  }

  /** How many requests for groups of these accounts are not decided. */
  async groups(tx: Tx, residentIds: readonly string[]): Promise<Map<string, number>> {
    if (residentIds.length === 0) return new Map();
    const rows: { resident_id: string; open: number }[] = await tx.query(
      `SELECT b.resident_id, count(*)::int AS open FROM bookings b JOIN group_requests g ON g.booking_id = b.id
        WHERE b.resident_id = ANY ($1) AND b.state = 'held' AND g.decision IS NULL GROUP BY b.resident_id`,
      [residentIds],
    );
    return new Map(rows.map(({ resident_id, open }) => [resident_id, open]));
  }

  /** The seats of these slots that somebody has, `slot seat`. */
  async seats(tx: Tx, slotIds: readonly string[]): Promise<Set<string>> {
    if (slotIds.length === 0) return new Set();
    const rows: { slot_id: string; seat: string }[] = await tx.query(
      `SELECT slot_id, seat FROM tickets
        WHERE slot_id = ANY ($1) AND seat IS NOT NULL AND state IN ('waiting', 'held', 'valid')`,
      [slotIds],
    );
    return new Set(rows.map(({ slot_id, seat }) => `${slot_id} ${seat}`));
  }
}

/** Within which a document has one ticket and an account so many: the day of visits, the showing itself. */
export function scopeOf({ kind, day, slotId }: Pick<SlotFacts, 'kind' | 'day' | 'slotId'>): string {
  return kind === 'visit' ? day.toString() : slotId;
}

function toFacts(row: SlotRow): SlotFacts {
  return {
    ...{ slotId: row.slot_id, poolId: row.pool_id, kind: row.kind, hallId: row.hall_id },
    ...{ seatMapVersion: row.seat_map_version, rules: row.rules },
    day: Temporal.PlainDate.from(row.day),
    startsAt: instantOf(row.starts_at),
  };
}
