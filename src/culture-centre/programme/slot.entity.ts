import { Check, Entity, Exclusion, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, PlainDate, Span } from '../../kernel/time.js';
import { Pool } from '../../admission/index.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  SpanColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Hall } from '../halls/hall.entity.js';
import { ProgrammeItem } from './programme-item.entity.js';

export type SlotKind = 'visit' | 'showing';

/** A timed entry of an exhibition, or one showing of a performance: a number of places at a time, with its pool. */
@Entity('slots')
@Unique('slots_one_per_pool', ['poolId'])
@Index('slots_one_per_item_and_time', ['itemId', 'during'], { unique: true, where: 'cancelled_at IS NULL' })
@Index('slots_by_item', ['itemId', 'day'])
@Index('slots_by_day', ['day', 'hallId'])
@Index('slots_by_hall', ['hallId'])
@Index('slots_not_counted', ['day'], { where: 'absences_counted_at IS NULL AND cancelled_at IS NULL' })
@Check('slots_known_kind', `kind IN ('visit', 'showing')`)
@Exclusion(
  'slots_one_showing_per_hall_at_a_time',
  `USING gist (hall_id WITH =, during WITH &&) WHERE (kind = 'showing' AND cancelled_at IS NULL)`,
)
export class Slot {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => ProgrammeItem, { name: 'slots_of_item' })
  itemId: string;

  @UuidColumn()
  @ForeignKey(() => Hall, { name: 'slots_in_hall' })
  hallId: string;

  @TextColumn()
  kind: SlotKind;

  @DateColumn()
  day: PlainDate;

  @SpanColumn()
  during: Span;

  @UuidColumn()
  @ForeignKey(() => Pool, { name: 'slots_with_pool' })
  poolId: string;

  /** The seat map that it sells, for numbered seats. */
  @IntColumn({ nullable: true })
  seatMapVersion: number | null;

  /** When those who did not come were noted. */
  @InstantColumn({ nullable: true })
  absencesCountedAt: Instant | null;

  @InstantColumn({ nullable: true })
  cancelledAt: Instant | null;

  @TextColumn({ nullable: true })
  cancelReason: string | null;
}
