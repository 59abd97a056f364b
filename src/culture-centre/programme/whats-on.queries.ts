import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inLanguage } from '../../kernel/text.js';
import type { Language } from '../../kernel/text.js';
import { isoIn } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { priceClasses, priceClassWords, priceOf } from './prices.rules.js';
import { itemColumns } from './programme.view.js';
import type { ItemRow } from './programme.view.js';
import type { ItemOnPage, ItemSlotsQuery, SlotList, SlotView, WhatsOnPage, WhatsOnQuery } from './whats-on.contract.js';
import { bookingStateOf, howToBook } from './whats-on.rules.js';

type Card = WhatsOnPage['items'][number];
type CardRow = Omit<ItemRow, 'state'> & {
  state: Card['state'];
  address: string;
  next_slot_at: Date | null;
  places_left: number;
};

interface SlotRow {
  id: string;
  day: string;
  starts_at: Date;
  ends_at: Date;
  capacity: number;
  taken: number;
  waiting: number;
  waiting_list: boolean;
  opens_at: Date;
  closes_at: Date;
  cancelled_at: Date | null;
}

/** $1 is now. */
const columns = `
  ${itemColumns}, v.address,
  (SELECT min(lower(s.during)) FROM slots s
    WHERE s.item_id = i.id AND s.cancelled_at IS NULL AND lower(s.during) > $1::timestamptz) AS next_slot_at,
  (SELECT coalesce(sum(p.capacity - p.taken), 0)::int FROM slots s JOIN pools p ON p.id = s.pool_id
    WHERE s.item_id = i.id AND s.cancelled_at IS NULL AND p.opens_at <= $1::timestamptz AND p.closes_at > $1::timestamptz
      AND p.waiting = 0) AS places_left`;

const fromItems = `FROM programme_items i JOIN venues v ON v.id = i.venue_id JOIN halls h ON h.id = i.hall_id`;

/** What anybody may see of the programme: what is published, and what was cancelled after that. */
@Injectable()
export class WhatsOn {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page(query: WhatsOnQuery): Promise<WhatsOnPage> {
    const { limit, offset } = limits(query);
    const search = query.search?.normalize('NFKC');
    const filter = [
      this.clock.today().toString(),
      search ? containing(search) : null,
      query.kind ?? null,
      query.day ?? null,
    ];
    const where = (from: number) => `
      WHERE i.published_at IS NOT NULL AND i.ends_on >= $${from}::date
        AND ($${from + 1}::text IS NULL OR i.title ILIKE $${from + 1} OR i.title_en ILIKE $${from + 1} OR h.name ILIKE $${from + 1})
        AND ($${from + 2}::text IS NULL OR i.kind = $${from + 2})
        AND ($${from + 3}::date IS NULL OR EXISTS (SELECT 1 FROM slots s WHERE s.item_id = i.id AND s.day = $${from + 3}))`;
    const [rows, [count]]: [CardRow[], { count: number }[]] = await Promise.all([
      this.source.query(
        `SELECT ${columns} ${fromItems} ${where(2)} ORDER BY i.starts_on, i.title, i.id LIMIT $6 OFFSET $7`,
        [this.now(), ...filter, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS count ${fromItems} ${where(1)}`, filter),
    ]);
    const items = rows.map((row) => this.card(row));
    return { items, total: count?.count ?? 0, page: query.page, size: query.size };
  }

  async one(id: string, language: Language): Promise<ItemOnPage> {
    const [row]: CardRow[] = await this.source.query(
      `SELECT ${columns} ${fromItems} WHERE i.id = $2 AND i.published_at IS NOT NULL`,
      [this.now(), id],
    );
    if (!row) throw requestRefusals.not_found();
    const prices = pricesOf(row);
    const isFree = prices.every(({ priceFen }) => priceFen === 0);
    return {
      ...this.card(row),
      about: row.about,
      aboutEn: row.about_en,
      closedWeekdays: row.closed_weekdays,
      howToBook: inLanguage(howToBook(row.entry, row.rules, isFree), language),
      prices,
    };
  }

  /** The slots of some days in a row, in order of time. */
  async slots(itemId: string, { from, days }: ItemSlotsQuery): Promise<SlotList> {
    const rows: SlotRow[] = await this.source.query(
      `SELECT s.id, s.day::text, lower(s.during) AS starts_at, upper(s.during) AS ends_at, p.capacity, p.taken, p.waiting,
              p.waiting_list, p.opens_at, p.closes_at, s.cancelled_at
         FROM slots s JOIN pools p ON p.id = s.pool_id
        WHERE s.item_id = $1 AND s.day >= $2::date AND s.day < $2::date + $3::int ORDER BY s.during`,
      [itemId, from ?? this.clock.today().toString(), days],
    );
    return { items: rows.map((row) => this.slot(row)) };
  }

  private slot(row: SlotRow): SlotView {
    const [opensAt, closesAt] = [instantOf(row.opens_at), instantOf(row.closes_at)];
    const placesLeft = row.cancelled_at === null ? row.capacity - row.taken : 0;
    const facts = { opensAt, closesAt, placesLeft, waiting: row.waiting, waitingList: row.waiting_list };
    const state = bookingStateOf({ ...facts, isCancelled: row.cancelled_at !== null }, this.clock.now());
    return {
      ...{ id: row.id, day: row.day, startsAt: this.iso(row.starts_at), endsAt: this.iso(row.ends_at) },
      ...{ capacity: row.capacity, placesLeft, waiting: row.waiting },
      booking: { state, opensAt: this.iso(row.opens_at), closesAt: this.iso(row.closes_at) },
    };
  }

  private card(row: CardRow): Card {
    const full = pricesOf(row).filter(({ priceClass }) => priceClass === 'adult');
    return {
      ...{ id: row.id, kind: row.kind, entry: row.entry, title: row.title, titleEn: row.title_en },
      venue: { id: row.venue_id, name: row.venue, nameEn: row.venue_en, address: row.address },
      hall: { id: row.hall_id, name: row.hall, nameEn: row.hall_en },
      ...{ startsOn: row.starts_on, endsOn: row.ends_on, state: row.state },
      fromFen: Math.min(...full.map(({ priceFen }) => priceFen)),
      nextSlotAt: row.next_slot_at && this.iso(row.next_slot_at),
      placesLeft: row.places_left,
    };
  }

  private iso(at: Date): string {
    return isoIn(this.clock.zone, instantOf(at));
  }

  private now(): string {
    return this.clock.now().toString();
  }
}

/** Every price of an item: by zone where zones differ, and by class where classes are sold. */
function pricesOf(row: Pick<ItemRow, 'price_fen' | 'zone_prices' | 'class_percents'>): ItemOnPage['prices'] {
  const item = { priceFen: Number(row.price_fen), zonePrices: row.zone_prices, classPercents: row.class_percents };
  const zones = Object.keys(item.zonePrices);
  const sold = priceClasses.filter((one) => one === 'adult' || item.classPercents[one] !== undefined);
  return (zones.length === 0 ? [null] : [null, ...zones]).flatMap((zone) =>
    sold.map((priceClass) => {
      const { zh: name, en: nameEn } = priceClassWords[priceClass];
      return { zone, priceClass, name, nameEn, priceFen: priceOf(item, { zone, priceClass }) };
    }),
  );
}
