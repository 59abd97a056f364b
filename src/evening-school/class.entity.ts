import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Pool } from '../admission/index.js';
import type { Instant, PlainTime } from '../kernel/time.js';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  TimeColumn,
  UuidColumn,
} from '../platform/database/columns.js';
import type { ClassState } from './class.lifecycle.js';
import { Course, Room, Teacher } from './school-register.entity.js';
import { Term } from './term.entity.js';

/** One group of a course. How many places it has, its fee and its window are in its pool. */
@Entity('classes')
@Unique('classes_one_per_reference', ['reference'])
@Unique('classes_one_pool_each', ['poolId'])
@Unique('classes_each_once_a_term', ['termId', 'courseId', 'weekday', 'startsAtTime', 'teacherId'])
@Index('classes_by_term', ['termId', 'state'])
@Index('classes_by_course', ['courseId'])
@Check('classes_known_weekday', `weekday BETWEEN 1 AND 7`)
@Check('classes_minutes_sensible', `minutes BETWEEN 15 AND 480`)
@Check('classes_session_count_sensible', `session_count BETWEEN 1 AND 100`)
@Check('classes_minimum_not_negative', `minimum >= 0`)
@Check('classes_known_state', `state IN ('draft', 'published', 'cancelled')`)
@Check('classes_published_at_a_time', `state <> 'published' OR published_at IS NOT NULL`)
@Check('classes_known_decision', `decision IN ('runs', 'does_not_run')`)
export class SchoolClass {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  @UuidColumn()
  @ForeignKey(() => Term, { name: 'classes_of_term' })
  termId: string;

  @UuidColumn()
  @ForeignKey(() => Course, { name: 'classes_of_course' })
  courseId: string;

  @UuidColumn()
  @ForeignKey(() => Teacher, { name: 'classes_taught_by' })
  teacherId: string;

  @UuidColumn()
  @ForeignKey(() => Room, { name: 'classes_in_room' })
  roomId: string;

  @UuidColumn()
  @ForeignKey(() => Pool, { name: 'classes_have_pool' })
  poolId: string;

  /** 1 Monday … 7 Sunday. */
  @IntColumn()
  weekday: number;

  @TimeColumn()
  startsAtTime: PlainTime;

  @IntColumn()
  minutes: number;

  @IntColumn()
  sessionCount: number;

  /** Fewer learners than this, and it may not run. */
  @IntColumn()
  minimum: number;

  @FlagColumn()
  meetsOnMakeUpDays: boolean;

  @TextColumn()
  state: ClassState;

  @TextColumn({ nullable: true })
  decision: 'runs' | 'does_not_run' | null;

  @InstantColumn()
  createdAt: Instant;

  /** Null while nobody but staff has seen it. */
  @InstantColumn({ nullable: true })
  publishedAt: Instant | null;
}
