import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Resident, Staff } from '../../people/index.js';
import { DateColumn, IdColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';

/** Why a mark was lifted: staff had recorded it wrongly, the house's own fault, by staff, or on appeal. */
export type Lift = 'corrected' | 'house' | 'staff' | 'appeal';

/** Somebody did not come and had not given the place back. Of several on one day, one counts. */
@Entity('absence_marks')
@Index('absence_marks_one_per_day', ['residentId', 'day'], { unique: true, where: `state = 'counted'` })
@Index('absence_marks_one_per_subject', ['residentId', 'subjectKind', 'subjectId'], {
  unique: true,
  where: `state <> 'lifted'`,
})
@Index('absence_marks_by_resident', ['residentId', 'day'])
@Index('absence_marks_by_subject', ['subjectKind', 'subjectId'])
@Check('absence_marks_known_state', `state IN ('counted', 'same_day', 'lifted')`)
@Check('absence_marks_known_lift', `lift IN ('corrected', 'house', 'staff', 'appeal')`)
@Check(
  'absence_marks_lifted_whole',
  `num_nulls(lift, lift_reason, lifted_at) IN (0, 3) AND (state = 'lifted') = (lift IS NOT NULL)
   AND (lift IS NOT NULL OR lifted_by IS NULL)`,
)
export class AbsenceMark {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'absence_marks_of_resident' })
  residentId: string;

  @DateColumn()
  day: PlainDate;

  /** The kind of pool: `class`. */
  @TextColumn()
  scope: string;

  /** From what they were absent: `class_session`. */
  @TextColumn()
  subjectKind: string;

  @UuidColumn()
  subjectId: string;

  @TextColumn()
  reason: string;

  @TextColumn()
  reasonEn: string;

  /** `same_day`: another mark of the day counts; this one takes its place when that is lifted. */
  @TextColumn()
  state: 'counted' | 'same_day' | 'lifted';

  @InstantColumn()
  givenAt: Instant;

  @TextColumn({ nullable: true })
  lift: Lift | null;

  @TextColumn({ nullable: true })
  liftReason: string | null;

  @InstantColumn({ nullable: true })
  liftedAt: Instant | null;

  /** Null where Linli itself did it. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'absence_marks_lifted_by_staff' })
  liftedBy: string | null;
}

/** What did not take place as promised, through the fault of the house: nobody was absent from it. */
@Entity('absence_excusals')
export class AbsenceExcusal {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'absence_excusals_one_per_subject' })
  subjectKind: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'absence_excusals_one_per_subject' })
  subjectId: string;

  @TextColumn()
  reason: string;

  @InstantColumn()
  excusedAt: Instant;

  /** Null where Linli itself did it. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'absence_excusals_by_staff' })
  excusedBy: string | null;
}

/** A resident says why a mark is wrong, once; staff decide. */
@Entity('absence_appeals')
@Unique('absence_appeals_one_per_mark', ['markId'])
@Index('absence_appeals_open', ['madeAt'], { where: `state = 'open'` })
@Index('absence_appeals_by_time', ['madeAt'])
@Check('absence_appeals_known_state', `state IN ('open', 'granted', 'declined', 'settled')`)
@Check(
  'absence_appeals_decided_whole',
  `num_nulls(reason, decided_at) IN (0, 2) AND (state = 'open') = (decided_at IS NULL)
   AND (state <> 'open' OR decided_by IS NULL)`,
)
export class AbsenceAppeal {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => AbsenceMark, { name: 'absence_appeals_of_mark' })
  markId: string;

  @TextColumn()
  words: string;

  @InstantColumn()
  madeAt: Instant;

  /** `settled`: the mark was lifted for another reason before the appeal was decided. */
  @TextColumn()
  state: 'open' | 'granted' | 'declined' | 'settled';

  @TextColumn({ nullable: true })
  reason: string | null;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;

  /** Null where Linli itself did it. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'absence_appeals_decided_by_staff' })
  decidedBy: string | null;
}
