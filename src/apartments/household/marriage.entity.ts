import { Check, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Days, Instant, PlainDate } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import {
  DateColumn,
  DaysColumn,
  IdColumn,
  InstantColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';

/** That two people are married, as staff have seen it proved. */
@Entity('marriages')
@Check('marriages_known_end', `end_reason IN ('divorce', 'death')`)
@Check('marriages_ended_whole', `(ended_on IS NULL) = (end_reason IS NULL)`)
export class Marriage {
  @IdColumn()
  id: string;

  @DateColumn()
  marriedOn: PlainDate;

  /** Which certificate staff have seen. */
  @TextColumn()
  proof: string;

  /** By when one of two homes is given up, where both had one when it was recorded. */
  @DateColumn({ nullable: true })
  endOneBy: PlainDate | null;

  /** The first day on which they are no longer married. */
  @DateColumn({ nullable: true })
  endedOn: PlainDate | null;

  @TextColumn({ nullable: true })
  endReason: 'divorce' | 'death' | null;

  @TextColumn({ nullable: true })
  endProof: string | null;

  @InstantColumn()
  recordedAt: Instant;
}

/** The same from the side of each of the two, so that nobody has two spouses on one day. */
@Entity('spouses')
@Exclusion('spouses_one_at_a_time', `USING gist (resident_id WITH =, days WITH &&)`)
@Index('spouses_by_spouse', ['spouseId'])
@Check('spouses_are_two', `resident_id <> spouse_id`)
export class Spouse {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'spouses_once_per_marriage' })
  @ForeignKey(() => Marriage, { name: 'spouses_of_marriage' })
  marriageId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'spouses_once_per_marriage' })
  @ForeignKey(() => Resident, { name: 'spouses_are_residents' })
  residentId: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'spouses_have_spouse' })
  spouseId: string;

  @DaysColumn()
  days: Days;
}
