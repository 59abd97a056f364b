import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { InstantColumn, TextColumn } from '../../platform/database/columns.js';
import { Lease } from './lease.entity.js';

/** The contract of a lease as it came into force, as a PDF. The table refuses changes and deletions. */
@Entity('lease_contracts')
@Unique('lease_contracts_one_per_number', ['number'])
@Check('lease_contracts_number_of_a_year', `number ~ '^[0-9]{4}-[0-9]{4,}$'`)
@Check('lease_contracts_bytes_as_hashed', `sha256 = encode(sha256(bytes), 'hex')`)
export class LeaseContract {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_contracts_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_contracts_of_lease' })
  leaseId: string;

  /** `2026-0001`: the year, and the how manieth of it. */
  @TextColumn()
  number: string;

  /** Of the bytes, in hex. */
  @TextColumn()
  sha256: string;

  @Column({ type: 'bytea', select: false })
  bytes: Buffer;

  @InstantColumn()
  madeAt: Instant;
}
