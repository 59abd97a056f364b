import { Check, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { InstantColumn, IntColumn, TextColumn } from '../../platform/database/columns.js';
import { Lease } from './lease.entity.js';

/** The code with which a tenant signs, as a keyed hash. */
@Entity('lease_signing_codes')
@Check('lease_signing_codes_tries_not_negative', `tries_left >= 0`)
export class LeaseSigningCode {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_signing_codes_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_signing_codes_of_lease' })
  leaseId: string;

  @TextColumn()
  codeHash: string;

  @InstantColumn()
  sentAt: Instant;

  @InstantColumn()
  expiresAt: Instant;

  @IntColumn()
  triesLeft: number;
}
