import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { InstantKeyColumn, IntColumn } from '../../platform/database/columns.js';
import { Opening } from './opening.entity.js';

/** How often something happened in one second of an opening. */
@Entity('opening_counts')
export class OpeningCount {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'opening_counts_one_per_second' })
  @ForeignKey(() => Opening, { name: 'opening_counts_of_opening' })
  openingId: string;

  @InstantKeyColumn('opening_counts_one_per_second')
  second: Instant;

  /** `ticket`, `called`, `asked`, `placed`, `waiting`, `repeated`, or `refused` with a space and the code. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'opening_counts_one_per_second' })
  what: string;

  @IntColumn()
  count: number;
}
