import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import { Resident, Staff, Venue } from '../people/index.js';
import type { EntryKind, PayerParty, PaymentMethod } from './charge.kinds.js';
import { FenColumn, IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';

/** What is owed for one thing, by one resident or by somebody who pays for them. How much, and what was done about it, is in its entries. */
@Entity('charges')
@Unique('charges_one_per_reference', ['reference'])
@Unique('charges_one_per_subject', ['subjectKind', 'subjectId'])
@Index('charges_by_resident', ['residentId', 'createdAt'])
@Index('charges_by_time', ['createdAt'])
@Index('charges_by_payer', ['payerId', 'createdAt'], { where: `payer_id IS NOT NULL` })
@Check('charges_known_payer', `payer_party IN ('resident', 'employer', 'zone', 'visitor')`)
@Check('charges_visitor_without_account', `(payer_party = 'visitor') = (resident_id IS NULL)`)
@Check('charges_other_payer_named', `(payer_party = 'resident') = (payer_name IS NULL)`)
@Check('charges_payer_of_a_party', `payer_id IS NULL OR payer_party = 'employer'`)
export class Charge {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  /** null: of a visitor at the door, of whom the house knows no account. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'charges_owed_by_resident' })
  residentId: string | null;

  /** Who owes it; of anybody but the resident, by the name under which they are billed. */
  @TextColumn({ default: 'resident' })
  payerParty: PayerParty;

  @UuidColumn({ nullable: true })
  payerId: string | null;

  @TextColumn({ nullable: true })
  payerName: string | null;

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
@Unique('charge_entries_one_per_receipt', ['kind', 'receiptNumber', 'receiptUse'])
@Unique('charge_entries_reversed_once', ['reversesId'])
@Check('charge_entries_known_kind', `kind IN ('owed', 'reduced', 'paid', 'refunded', 'written_off', 'reversed')`)
@Check(
  'charge_entries_reverse_with_reason',
  `(kind = 'reversed') = (reverses_id IS NOT NULL) AND (kind <> 'reversed' OR reason IS NOT NULL)`,
)
@Check('charge_entries_amount_positive', `amount_fen > 0`)
@Check('charge_entries_known_method', `method IN ('cash', 'transfer', 'card')`)
@Check(
  'charge_entries_money_has_method',
  `(kind IN ('paid', 'refunded', 'reversed')) = (method IS NOT NULL)
   AND (kind IN ('paid', 'refunded', 'reversed')) = (receipt_number IS NOT NULL)`,
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

  /** The database counts: 2 where the receipt was recorded once before and taken back. */
  @IntColumn({ default: 1 })
  receiptUse: number;

  /** The payment that is taken back. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => ChargeEntry, { name: 'charge_entries_reverse_entry' })
  reversesId: string | null;

  @TextColumn({ nullable: true })
  reason: string | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'charge_entries_recorded_by_staff' })
  recordedBy: string | null;

  @InstantColumn()
  recordedAt: Instant;
}
