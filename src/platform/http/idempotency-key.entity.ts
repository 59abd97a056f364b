import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { InstantColumn, TextColumn } from '../database/columns.js';
import type { Outcome } from './idempotency.js';

/** What was answered to a request that carried an Idempotency-Key; written in the transaction of the change itself. */
@Entity('idempotency_keys')
@Index('idempotency_keys_by_age', ['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_keys_one_answer_per_key' })
  caller: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_keys_one_answer_per_key' })
  key: string;

  /** SHA-256 over method, address and body. */
  @TextColumn()
  fingerprint: string;

  @Column({ type: 'json', nullable: true })
  outcome: Outcome<unknown> | null;

  @InstantColumn()
  createdAt: Instant;
}
