import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Booking } from '../../admission/index.js';
import type { Instant } from '../../kernel/time.js';
import { IdColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Slot } from '../programme/slot.entity.js';

/** A school's or company's wish to come with many. Its places are held while staff look at it. */
@Entity('group_requests')
@Unique('group_requests_one_per_booking', ['bookingId'])
@Index('group_requests_by_slot', ['slotId'])
@Check('group_requests_known_kind', `kind IN ('school', 'company', 'other')`)
@Check('group_requests_known_decision', `decision IN ('approved', 'declined')`)
@Check('group_requests_decided_whole', `(decision IS NULL) = (decided_at IS NULL)`)
@Check('group_requests_declined_has_reason', `decision IS DISTINCT FROM 'declined' OR reason IS NOT NULL`)
export class GroupRequest {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Booking, { name: 'group_requests_hold_booking' })
  bookingId: string;

  @UuidColumn()
  @ForeignKey(() => Slot, { name: 'group_requests_for_slot' })
  slotId: string;

  @TextColumn()
  kind: 'school' | 'company' | 'other';

  @TextColumn()
  organisation: string;

  @TextColumn()
  contact: string;

  @TextColumn()
  phone: string;

  @TextColumn()
  purpose: string;

  @InstantColumn()
  askedAt: Instant;

  @TextColumn({ nullable: true })
  decision: 'approved' | 'declined' | null;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;

  @TextColumn({ nullable: true })
  reason: string | null;
}
