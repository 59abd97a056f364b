import { Check, Entity, Exclusion, ForeignKey, Index } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { DateColumn, IdColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';
import type { HowFound } from './idle.rules.js';

/** A time in which a tenant does not live in the unit that is let to them. */
@Entity('idle_spells')
@Exclusion('idle_spells_one_at_a_time', `USING gist (lease_id WITH =, daterange(found_on, lived_in_from) WITH &&)`)
@Index('idle_spells_open', ['foundOn'], { where: `lived_in_from IS NULL` })
@Check('idle_spells_known_how', `how IN ('meter_unchanged', 'visit', 'neighbours')`)
@Check('idle_spells_end_after_they_begin', `lived_in_from >= found_on`)
@Check('idle_spells_ended_with_remark', `num_nulls(lived_in_from, end_remark) IN (0, 2)`)
@Check('idle_spells_warned_before_the_breach', `breached_on IS NULL OR warned_on < breached_on`)
export class IdleSpell {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Lease, { name: 'idle_spells_of_lease' })
  leaseId: string;

  @DateColumn()
  foundOn: PlainDate;

  @TextColumn()
  how: HowFound;

  @TextColumn()
  remark: string;

  @InstantColumn()
  recordedAt: Instant;

  @DateColumn({ nullable: true })
  warnedOn: PlainDate | null;

  @DateColumn({ nullable: true })
  breachedOn: PlainDate | null;

  /** The first day on which it is no longer idle; null while it is. */
  @DateColumn({ nullable: true })
  livedInFrom: PlainDate | null;

  @TextColumn({ nullable: true })
  endRemark: string | null;
}
