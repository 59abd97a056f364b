import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Venue } from '../../people/index.js';
import {
  DateColumn,
  FenColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  JsonColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Hall } from '../halls/hall.entity.js';
import type { Entry, ItemRules } from './item-rules.contract.js';
import type { PriceClass } from './prices.rules.js';
import type { ItemTime } from './slot-plan.rules.js';

export type ItemKind = 'exhibition' | 'performance';
export type ItemState = 'draft' | 'published' | 'cancelled';

/** An exhibition or a performance. What it consists of, day by day, are its slots, made when it is published. */
@Entity('programme_items')
@Unique('programme_items_one_per_title_and_start', ['venueId', 'title', 'startsOn'])
@Index('programme_items_by_hall', ['hallId'])
@Index('programme_items_by_end', ['endsOn'])
@Check('programme_items_known_kind', `kind IN ('exhibition', 'performance')`)
@Check('programme_items_known_state', `state IN ('draft', 'published', 'cancelled')`)
@Check('programme_items_known_entry', `entry IN ('timed', 'numbered', 'unnumbered')`)
@Check('programme_items_exhibitions_are_timed', `(kind = 'exhibition') = (entry = 'timed')`)
@Check('programme_items_dates_in_order', `starts_on <= ends_on`)
@Check('programme_items_places_positive', `places > 0`)
@Check('programme_items_price_not_negative', `price_fen >= 0`)
export class ProgrammeItem {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'programme_items_at_venue' })
  venueId: string;

  @UuidColumn()
  @ForeignKey(() => Hall, { name: 'programme_items_in_hall' })
  hallId: string;

  @TextColumn()
  kind: ItemKind;

  @TextColumn()
  entry: Entry;

  @TextColumn()
  title: string;

  @TextColumn()
  titleEn: string;

  /** What visitors should know of it; may be empty. */
  @TextColumn()
  about: string;

  @TextColumn()
  aboutEn: string;

  @DateColumn()
  startsOn: PlainDate;

  @DateColumn()
  endsOn: PlainDate;

  /** Its hours: of every open day, or of one day. */
  @JsonColumn()
  times: ItemTime[];

  /** 1 Monday … 7 Sunday. */
  @IntColumn({ array: true })
  closedWeekdays: number[];

  @TextColumn({ array: true })
  closedOn: string[];

  /** In each slot. */
  @IntColumn()
  places: number;

  /** The full price of a place. */
  @FenColumn()
  priceFen: Fen;

  /** The full price in zones of the seat map where it is another one. */
  @JsonColumn()
  zonePrices: Record<string, Fen>;

  /** What each price class pays of the full price, in per cent; a class that is missing is not sold. */
  @JsonColumn()
  classPercents: Partial<Record<PriceClass, number>>;

  @JsonColumn()
  rules: ItemRules;

  @TextColumn()
  state: ItemState;

  @InstantColumn({ nullable: true })
  publishedAt: Instant | null;
}
