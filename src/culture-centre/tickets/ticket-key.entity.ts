import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { InstantColumn, TextColumn } from '../../platform/database/columns.js';

/** A pair of keys that signs tickets. One is current and one comes next; older ones open doors until they are revoked. */
@Entity('ticket_keys')
@Index('ticket_keys_one_current', ['state'], { unique: true, where: `state = 'current'` })
@Index('ticket_keys_one_next', ['state'], { unique: true, where: `state = 'next'` })
@Check('ticket_keys_known_state', `state IN ('next', 'current', 'retired', 'revoked')`)
@Check('ticket_keys_number_is_a_byte', `number BETWEEN 1 AND 255`)
@Check('ticket_keys_revoked_has_reason', `(state = 'revoked') = (revoked_at IS NOT NULL AND reason IS NOT NULL)`)
export class TicketKey {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'ticket_keys_pkey' })
  number: number;

  @TextColumn()
  state: 'next' | 'current' | 'retired' | 'revoked';

  /** Raw, 32 bytes. */
  @Column({ type: 'bytea' })
  publicKey: Buffer;

  /** The raw private key under a seal. */
  @Column({ type: 'bytea' })
  privateSealed: Buffer;

  @InstantColumn()
  madeAt: Instant;

  @InstantColumn({ nullable: true })
  revokedAt: Instant | null;

  @TextColumn({ nullable: true })
  reason: string | null;
}
