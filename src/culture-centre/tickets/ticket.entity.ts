import { Check, Entity, ForeignKey, Index } from 'typeorm';
import { Booking } from '../../admission/index.js';
import type { Fen } from '../../kernel/money.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { DocumentWhole, SealedDocument } from '../../people/index.js';
import {
  DateColumn,
  FenColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import type { PriceClass } from '../programme/prices.rules.js';
import { Slot } from '../programme/slot.entity.js';
import type { SlotKind } from '../programme/slot.entity.js';
import type { TicketState } from './ticket.lifecycle.js';

const isLive = `state IN ('waiting', 'held', 'valid')`;

/** One person's way in: to a slot, on a seat where seats have numbers. Its code is signed when it is shown. */
@Entity('tickets')
@Index('tickets_by_booking', ['bookingId', 'number'])
@Index('tickets_by_slot', ['slotId'])
@Index('tickets_one_visit_per_document_and_day', ['documentHash', 'day'], {
  unique: true,
  where: `kind = 'visit' AND ${isLive}`,
})
@Index('tickets_one_per_document_and_showing', ['slotId', 'documentHash'], {
  unique: true,
  where: `kind = 'showing' AND ${isLive}`,
})
@Index('tickets_one_per_seat', ['slotId', 'seat'], { unique: true, where: isLive })
@Check('tickets_known_kind', `kind IN ('visit', 'showing')`)
@Check('tickets_known_state', `state IN ('waiting', 'held', 'valid', 'revoked', 'released')`)
@Check('tickets_walk_in_without_booking', `walk_in = (booking_id IS NULL)`)
@Check('tickets_issue_positive', `issue BETWEEN 1 AND 65535`)
@DocumentWhole('tickets')
export class Ticket extends SealedDocument {
  @IdColumn()
  id: string;

  /** null: let in at the door without a booking. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Booking, { name: 'tickets_of_booking' })
  bookingId: string | null;

  @UuidColumn()
  @ForeignKey(() => Slot, { name: 'tickets_for_slot' })
  slotId: string;

  @TextColumn()
  kind: SlotKind;

  /** The day of the slot: a document has one visit a day. */
  @DateColumn()
  day: PlainDate;

  /** 1 for the first of the order: where not all of a party fit, those at the front come. */
  @IntColumn()
  number: number;

  /** Raised whenever a code that was shown before must open no door any more. */
  @IntColumn()
  issue: number;

  @TextColumn()
  state: TicketState;

  @TextColumn({ nullable: true })
  holderName: string | null;

  @TextColumn()
  priceClass: PriceClass;

  @FenColumn()
  feeFen: Fen;

  /** Below the age of children on the day of the slot, as an ID card says. */
  @FlagColumn({ default: false })
  isChild: boolean;

  /** When it was passed on to somebody else; its order's page does not show it any more. */
  @InstantColumn({ nullable: true })
  transferredAt: Instant | null;

  /** `12-7`: row and number; null where seats have none. */
  @TextColumn({ nullable: true })
  seat: string | null;

  @TextColumn({ nullable: true })
  zone: string | null;

  /** Let in at the door without a booking. */
  @FlagColumn({ default: false })
  walkIn: boolean;

  /** When it was first used; null: not yet. */
  @InstantColumn({ nullable: true })
  enteredAt: Instant | null;
}
