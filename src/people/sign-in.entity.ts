import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';
import { Resident } from './resident.entity.js';
import { Staff } from './staff.entity.js';

/** A device that is signed in. Only the hash of its token is kept. */
@Entity('sign_ins')
@Unique('sign_ins_one_per_token', ['tokenHash'])
@Check('sign_ins_of_one_person', `num_nonnulls(resident_id, staff_id) = 1`)
@Index('sign_ins_by_resident', ['residentId'], { where: 'resident_id IS NOT NULL' })
@Index('sign_ins_by_staff', ['staffId'], { where: 'staff_id IS NOT NULL' })
export class SignIn {
  @IdColumn()
  id: string;

  @TextColumn()
  tokenHash: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'sign_ins_of_resident', onDelete: 'CASCADE' })
  residentId: string | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'sign_ins_of_staff', onDelete: 'CASCADE' })
  staffId: string | null;

  @InstantColumn()
  createdAt: Instant;

  @InstantColumn()
  expiresAt: Instant;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;
}

/** The code last sent to a number; the number itself is only known as a hash. */
@Entity('sign_in_codes')
@Check('sign_in_codes_tries_not_negative', `tries_left >= 0`)
export class SignInCode {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'sign_in_codes_one_per_phone' })
  phoneHash: string;

  @TextColumn()
  codeHash: string;

  @InstantColumn()
  sentAt: Instant;

  @InstantColumn()
  expiresAt: Instant;

  @IntColumn()
  triesLeft: number;

  @InstantColumn()
  dayBeganAt: Instant;

  @IntColumn()
  sentThatDay: number;
}
