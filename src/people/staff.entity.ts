import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Language } from '../kernel/text.js';
import type { Instant } from '../kernel/time.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';
import type { StaffRole } from './rights.js';
import { Venue } from './venue.entity.js';

/** Somebody who works here: e-mail, password, second factor. */
@Entity('staff')
@Unique('staff_one_per_email', ['email'])
@Check('staff_email_lower_case', `email = lower(email)`)
@Check('staff_known_language', `language IN ('zh-CN', 'en')`)
export class Staff {
  @IdColumn()
  id: string;

  @TextColumn()
  email: string;

  @TextColumn()
  name: string;

  @TextColumn()
  language: Language;

  /** argon2id. */
  @TextColumn()
  passwordHash: string;

  @Column({ type: 'bytea' })
  totpSealed: Buffer;

  /** The last time step whose code was used; a code works once. */
  @Column({ type: 'bigint', nullable: true })
  totpLastStep: string | null;

  @IntColumn()
  failedTries: number;

  @InstantColumn({ nullable: true })
  lockedUntil: Instant | null;

  @InstantColumn({ nullable: true })
  disabledAt: Instant | null;

  @InstantColumn()
  createdAt: Instant;
}

/** One role of a member of staff, in the whole house or at one venue. */
@Entity('staff_grants')
@Index('staff_grants_each_once', { synchronize: false })
@Check('staff_grants_known_role', `role IN ('administrator', 'school', 'apartments', 'culture', 'desk')`)
export class StaffGrant {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Staff, { name: 'staff_grants_of_staff', onDelete: 'CASCADE' })
  staffId: string;

  @TextColumn()
  role: StaffRole;

  /** null: the whole house. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Venue, { name: 'staff_grants_at_venue' })
  venueId: string | null;
}
