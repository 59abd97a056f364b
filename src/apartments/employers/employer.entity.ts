import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import { IdColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';

/** A firm or an office whose people live in the apartments; it may owe a part of their rents and their deposits. */
@Entity('employers')
@Unique('employers_one_per_credit_code', ['creditCode'])
@Index('employers_by_name', ['name'])
@Check('employers_credit_code_has_18', `length(credit_code) = 18`)
export class Employer {
  @IdColumn()
  id: string;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;

  /** Unified social credit code, GB 32100. */
  @TextColumn()
  creditCode: string;

  @TextColumn()
  contact: string;

  @TextColumn()
  phone: string;

  @InstantColumn()
  createdAt: Instant;
}

/** A resident who acts for an employer, from the appointment by staff until it is ended. */
@Entity('employer_representatives')
@Index('employer_representatives_appointed_once', ['employerId', 'residentId'], {
  unique: true,
  where: 'ended_at IS NULL',
})
@Index('employer_representatives_by_resident', ['residentId'])
export class EmployerRepresentative {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Employer, { name: 'employer_representatives_of_employer' })
  employerId: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'employer_representatives_are_residents' })
  residentId: string;

  @InstantColumn()
  appointedAt: Instant;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;
}

/** Somebody whom an employer names as its own, known by name and phone, whether or not they have an account. */
@Entity('employer_nominations')
@Index('employer_nominations_one_per_phone', ['employerId', 'phone'], { unique: true, where: 'withdrawn_at IS NULL' })
@Index('employer_nominations_by_phone', ['phone'], { where: 'withdrawn_at IS NULL' })
export class EmployerNomination {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Employer, { name: 'employer_nominations_of_employer' })
  employerId: string;

  @TextColumn()
  name: string;

  /** E.164. */
  @TextColumn()
  phone: string;

  @InstantColumn()
  nominatedAt: Instant;

  @InstantColumn({ nullable: true })
  withdrawnAt: Instant | null;
}
