import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import { Resident } from '../people/index.js';
import { InstantColumn, TextColumn } from '../platform/database/columns.js';

/** A resident's calendar by secret address. The secret is found by its hash and shown again from its sealed form. */
@Entity('calendar_feeds')
@Unique('calendar_feeds_one_per_secret', ['secretHash'])
export class CalendarFeed {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'calendar_feeds_one_per_resident' })
  @ForeignKey(() => Resident, { name: 'calendar_feeds_of_resident', onDelete: 'CASCADE' })
  residentId: string;

  @TextColumn()
  secretHash: string;

  @Column({ type: 'bytea' })
  secretSealed: Buffer;

  @InstantColumn()
  createdAt: Instant;
}
