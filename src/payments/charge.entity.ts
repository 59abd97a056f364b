import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import { Resident, Staff, Venue } from '../people/index.js';
import type { EntryKind, PaymentMethod } from './charge.kinds.js';
import { FenColumn, IdColumn, InstantColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';

/** What one person owes for one thing. How much, and what was done about it, is in its entries. */
@Entity('charges')
@Unique('charges_one_per_reference', ['reference'])
@Unique('charges_one_per_subject', ['subjectKind', 'subjectId'])
@Index('charges_by_resident', ['residentId', 'createdAt'])
@Index('charges_by_time', ['createdAt'])
export class Charge {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'charges_owed_by_resident' })
  residentId: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Venue, { name: 'charges_at_venue' })
  venueId: string | null;

  /** What it is for: `booking`, later `bill`. */
  @TextColumn()
  subjectKind: string;

  @UuidColumn()
  subjectId: string;

  @TextColumn()
  title: string;

  @TextColumn()
  titleEn: string;

  @InstantColumn()
  createdAt: Instant;
}

/** One line of a charge. The table refuses changes and deletions, and lines that would break the balance. */
@Entity('charge_entries')
@Index('charge_entries_by_charge', ['chargeId', 'recordedAt'])
@Index('charge_entries_by_time', ['recordedAt'], { where: 'method IS NOT NULL' })
@Unique('charge_entries_one_per_receipt', ['kind', 'receiptNumber'])
@Check('charge_entries_known_kind', `kind IN ('owed', 'reduced', 'paid', 'refunded', 'written_off')`)
@Check('charge_entries_amount_positive', `amount_fen > 0`)
@Check('charge_entries_known_method', `method IN ('cash', 'transfer', 'card')`)
@Check(
  'charge_entries_money_has_method',
  `(kind IN ('paid', 'refunded')) = (method IS NOT NULL) AND (kind IN ('paid', 'refunded')) = (receipt_number IS NOT NULL)`,
)
export class ChargeEntry {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Charge, { name: 'charge_entries_of_charge' })
  chargeId: string;

  @TextColumn()
  kind: EntryKind;

  /** Always positive; the kind says which way it counts. */
  @FenColumn()
  amountFen: Fen;

  @Column({ type: 'text', nullable: true })
  method: PaymentMethod | null;

  @TextColumn({ nullable: true })
  receiptNumber: string | null;

  @TextColumn({ nullable: true })
  reason: string | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'charge_entries_recorded_by_staff' })
  recordedBy: string | null;

  @InstantColumn()
  recordedAt: Instant;
}
