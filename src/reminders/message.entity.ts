import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import { Resident } from '../people/index.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';
import type { MessageState } from './message.lifecycle.js';

/** What somebody is told, once per occurrence. The row is the truth; queues only carry its id. */
@Entity('messages')
@Unique('messages_said_once', ['kind', 'subjectId', 'residentId', 'occurrence'])
@Index('messages_to_send', ['dueAt'], { where: `state = 'due'` })
@Index('messages_claimed', ['claimedAt'], { where: 'claimed_at IS NOT NULL' })
@Index('messages_planned', ['source', 'dueAt'], { where: 'source IS NOT NULL' })
@Index('messages_by_resident', ['residentId', 'dueAt'])
@Index('messages_by_time', ['dueAt'])
@Check('messages_known_state', `state IN ('due', 'claimed', 'sent', 'withdrawn', 'failed')`)
@Check('messages_claimed_has_time', `(state = 'claimed') = (claimed_at IS NOT NULL)`)
@Check('messages_sent_has_time', `(state = 'sent') = (sent_at IS NOT NULL)`)
export class Message {
  @IdColumn()
  id: string;

  /** `class.enrolled`, `class.tomorrow`. */
  @TextColumn()
  kind: string;

  @TextColumn()
  subjectKind: string;

  @UuidColumn()
  subjectId: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'messages_to_resident' })
  residentId: string;

  /** Which time of its kind this is, such as the start of the session it reminds of. */
  @TextColumn()
  occurrence: string;

  /** The reminder source that plans it; null for the answer to an act. */
  @TextColumn({ nullable: true })
  source: string | null;

  @TextColumn()
  title: string;

  @TextColumn()
  body: string;

  @InstantColumn()
  dueAt: Instant;

  @TextColumn()
  state: MessageState;

  @IntColumn()
  tries: number;

  /** Who is to deliver it now: new with each claim. */
  @UuidColumn({ nullable: true })
  claim: string | null;

  @InstantColumn({ nullable: true })
  claimedAt: Instant | null;

  @InstantColumn({ nullable: true })
  sentAt: Instant | null;

  @TextColumn({ nullable: true })
  channel: string | null;

  @TextColumn({ nullable: true })
  problem: string | null;

  @InstantColumn()
  createdAt: Instant;
}
