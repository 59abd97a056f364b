import { Column, Entity } from 'typeorm';
import { IdColumn } from '../platform/database/columns.js';
import type { NotedMessage } from './messages.js';

/** What one act left to be told to many, until the sender makes messages of it. Its id tells its age. */
@Entity('noted_messages')
export class NotedMessages {
  @IdColumn()
  id: string;

  /** As they would have been written at once. */
  @Column({ type: 'json' })
  messages: NotedMessage[];
}
