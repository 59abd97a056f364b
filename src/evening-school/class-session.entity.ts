import { Check, Entity, Exclusion, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, Span } from '../kernel/time.js';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  SpanColumn,
  TextColumn,
  UuidColumn,
} from '../platform/database/columns.js';
import { SchoolClass } from './class.entity.js';
import { Room, Teacher } from './school-register.entity.js';

/** One evening of a class. Neither its room nor its teacher can be booked twice: the database refuses. */
@Entity('class_sessions')
@Unique('class_sessions_one_per_number', ['classId', 'number'])
@Index('class_sessions_by_start', { synchronize: false })
@Exclusion(
  'class_sessions_one_per_room_at_a_time',
  `USING gist (room_id WITH =, during WITH &&) WHERE (state = 'scheduled')`,
)
@Exclusion(
  'class_sessions_one_per_teacher_at_a_time',
  `USING gist (teacher_id WITH =, during WITH &&) WHERE (state = 'scheduled')`,
)
@Check('class_sessions_known_state', `state IN ('scheduled', 'cancelled')`)
@Check('class_sessions_during_bounded', `NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)`)
export class ClassSession {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => SchoolClass, { name: 'class_sessions_of_class' })
  classId: string;

  /** 1 for the first evening. */
  @IntColumn()
  number: number;

  @SpanColumn()
  during: Span;

  @UuidColumn()
  @ForeignKey(() => Room, { name: 'class_sessions_in_room' })
  roomId: string;

  @UuidColumn()
  @ForeignKey(() => Teacher, { name: 'class_sessions_taught_by' })
  teacherId: string;

  @TextColumn()
  state: 'scheduled' | 'cancelled';

  /** The holidays of its year are not published yet. */
  @FlagColumn()
  provisional: boolean;

  /** Rises with every change, for calendar programs. */
  @IntColumn()
  sequence: number;

  @TextColumn({ nullable: true })
  note: string | null;

  @InstantColumn()
  changedAt: Instant;
}
