import { Check, Entity, Exclusion, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { Venue } from '../../people/index.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';

/** Units of a house are chosen one after another, in the order of the waiting list. */
@Entity('choosing_rounds')
@Index('choosing_rounds_by_venue', ['venueId'])
@Index('choosing_rounds_one_running_per_house', ['venueId'], { unique: true, where: `state = 'running'` })
@Check('choosing_rounds_known_state', `state IN ('running', 'over')`)
@Check('choosing_rounds_turn_sensible', `turn_minutes BETWEEN 5 AND 540`)
@Check('choosing_rounds_passes_sensible', `passes_allowed BETWEEN 0 AND 10`)
export class ChoosingRound {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'choosing_rounds_at_venue' })
  venueId: string;

  @InstantColumn()
  startsAt: Instant;

  @IntColumn()
  turnMinutes: number;

  /** How often somebody who passes or misses a turn gets another at the end. */
  @IntColumn()
  passesAllowed: number;

  @TextColumn()
  state: 'running' | 'over';
}

/** When it is whose turn. Of turns that are still to come or running, no two meet. */
@Entity('choosing_turns')
@Unique('choosing_turns_one_per_application', ['applicationId', 'roundId'])
@Unique('choosing_turns_one_per_position', ['roundId', 'position'])
@Check('choosing_turns_known_outcome', `outcome IN ('chose', 'passed', 'missed')`)
@Check('choosing_turns_begin_before_they_end', `begins_at < ends_at`)
@Exclusion(
  'choosing_turns_one_at_a_time',
  `USING gist (round_id WITH =, tstzrange(begins_at, ends_at) WITH &&) WHERE (outcome IS NULL)`,
)
export class ChoosingTurn {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => ChoosingRound, { name: 'choosing_turns_of_round' })
  roundId: string;

  @UuidColumn()
  @ForeignKey(() => ApartmentApplication, { name: 'choosing_turns_of_application' })
  applicationId: string;

  @IntColumn()
  position: number;

  @InstantColumn()
  beginsAt: Instant;

  @InstantColumn()
  endsAt: Instant;

  @IntColumn()
  passes: number;

  @TextColumn({ nullable: true })
  outcome: 'chose' | 'passed' | 'missed' | null;
}
