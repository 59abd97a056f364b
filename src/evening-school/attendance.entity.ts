import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import { Resident } from '../people/index.js';
import { InstantColumn, TextColumn } from '../platform/database/columns.js';
import { ClassSession } from './class-session.entity.js';

export type AttendanceState = 'leave' | 'present' | 'absent';

/** How one learner and one session went: leave asked before it, or present or absent as staff recorded. */
@Entity('attendances')
@Index('attendances_by_resident', ['residentId'])
@Check('attendances_known_state', `state IN ('leave', 'present', 'absent')`)
export class Attendance {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'attendances_one_per_session_and_person' })
  @ForeignKey(() => ClassSession, { name: 'attendances_of_session' })
  sessionId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'attendances_one_per_session_and_person' })
  @ForeignKey(() => Resident, { name: 'attendances_of_resident' })
  residentId: string;

  @TextColumn()
  state: AttendanceState;

  @TextColumn({ nullable: true })
  reason: string | null;

  @InstantColumn()
  recordedAt: Instant;
}
