import { Check, Column, Entity, ForeignKey } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { Venue } from '../../people/index.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';

/** What opens at one moment for everybody, such as the enrolment of a term, whose id it has. */
@Entity('openings')
@Check('openings_window_in_order', `opens_at < closes_at`)
@Check('openings_pace_positive', `per_second > 0`)
@Check('openings_rate_not_above_pace', `rate >= 0 AND rate <= coalesce(per_second, 0)`)
@Check('openings_called_in_order', `0 <= lapsed AND lapsed <= called AND called <= issued`)
@Check('openings_paused_with_notice', `num_nulls(paused_at, notice, notice_en) IN (0, 3)`)
export class Opening {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'openings_at_venue' })
  venueId: string;

  @TextColumn()
  title: string;

  @TextColumn()
  titleEn: string;

  @InstantColumn()
  opensAt: Instant;

  @InstantColumn()
  closesAt: Instant;

  /** People whom the waiting room lets in each second, at most; null: there is no waiting room. */
  @IntColumn({ nullable: true })
  perSecond: number | null;

  /** People let in each second just now: less than the setting while requests take long. */
  @Column({ type: 'double precision', default: 0 })
  rate: number;

  /** Numbers given out. */
  @IntColumn({ default: 0 })
  issued: number;

  /** Numbers called up at `calledAt`; since then `rate` more each second. */
  @Column({ type: 'double precision', default: 0 })
  called: number;

  @InstantColumn()
  calledAt: Instant;

  /** Numbers up to this one were called so long ago that their turn is over. */
  @IntColumn({ default: 0 })
  lapsed: number;

  @InstantColumn({ nullable: true })
  pausedAt: Instant | null;

  /** What people are told while it is paused. */
  @TextColumn({ nullable: true })
  notice: string | null;

  @TextColumn({ nullable: true })
  noticeEn: string | null;
}
