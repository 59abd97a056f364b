import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { ItemPage, ItemsQuery, ItemView } from './programme.contract.js';
import { itemColumns, toItemView } from './programme.view.js';
import type { ItemRow } from './programme.view.js';
import { plannedSlots } from './slot-plan.rules.js';

const fromItems = `
  FROM programme_items i JOIN venues v ON v.id = i.venue_id JOIN halls h ON h.id = i.hall_id`;

/** What staff see of the programme: drafts, what is on, what was cancelled. */
@Injectable()
export class ProgrammeQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<ItemView> {
    const [row]: ItemRow[] = await manager.query(
      `SELECT ${itemColumns}, ${this.counts('$3')} ${fromItems}
        WHERE i.id = $1 AND ($2::uuid[] IS NULL OR i.venue_id = ANY ($2))`,
      [id, venuesWith(actor, 'programme.read'), this.now()],
    );
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  /** What begins first comes first. */
  async page(actor: Actor, query: ItemsQuery): Promise<ItemPage> {
    const { limit, offset } = limits(query);
    const filter = [
      venuesWith(actor, 'programme.read'),
      query.search ? containing(query.search) : null,
      query.kind ?? null,
      query.state ?? null,
      query.venueId ?? null,
      query.past === 'true' ? null : this.clock.today().toString(),
    ];
    const where = `
      WHERE ($1::uuid[] IS NULL OR i.venue_id = ANY ($1))
        AND ($2::text IS NULL OR i.title ILIKE $2 OR i.title_en ILIKE $2 OR h.name ILIKE $2)
        AND ($3::text IS NULL OR i.kind = $3) AND ($4::text IS NULL OR i.state = $4)
        AND ($5::uuid IS NULL OR i.venue_id = $5) AND ($6::date IS NULL OR i.ends_on >= $6)`;
    const [rows, [count]]: [ItemRow[], { count: number }[]] = await Promise.all([
      this.source.query(
        `SELECT ${itemColumns}, ${this.counts('$7')} ${fromItems} ${where}
          ORDER BY i.starts_on, i.title, i.id LIMIT $8 OFFSET $9`,
        [...filter, this.now(), limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS count ${fromItems} ${where}`, filter),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: count?.count ?? 0, page: query.page, size: query.size };
  }

  private counts(now: string): string {
    const coming = `FROM slots s JOIN pools p ON p.id = s.pool_id
                     WHERE s.item_id = i.id AND s.cancelled_at IS NULL AND upper(s.during) > ${now}::timestamptz`;
    return `(SELECT count(*)::int ${coming}) AS slots, (SELECT coalesce(sum(p.taken), 0)::int ${coming}) AS booked`;
  }

  private view(row: ItemRow): ItemView {
    const view = toItemView(row, this.clock.zone);
    if (view.state !== 'draft') return view;
    const [startsOn, endsOn] = [Temporal.PlainDate.from(view.startsOn), Temporal.PlainDate.from(view.endsOn)];
    return { ...view, slots: plannedSlots({ ...view, startsOn, endsOn }, this.clock.zone).length };
  }

  private now(): string {
    return this.clock.now().toString();
  }
}
