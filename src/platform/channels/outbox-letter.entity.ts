import { Check, Entity, Index } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { IdColumn, InstantColumn, TextColumn } from '../database/columns.js';

/** A letter that no provider carries, kept for the outbox page. Only development writes such rows. */
@Entity('outbox_letters')
@Index('outbox_letters_by_time', ['sentAt'])
@Check('outbox_letters_known_channel', `channel IN ('sms', 'mail')`)
export class OutboxLetter {
  @IdColumn()
  id: string;

  @TextColumn()
  channel: 'sms' | 'mail';

  @TextColumn()
  recipient: string;

  @TextColumn()
  title: string;

  @TextColumn()
  body: string;

  @InstantColumn()
  sentAt: Instant;
}
