import { Check, Entity, ForeignKey, Index } from 'typeorm';
import type { Fen } from '../kernel/money.js';
import type { Instant, PlainDate, Span } from '../kernel/time.js';
import { Venue } from '../people/index.js';
import {
  DateColumn,
  FenColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  SpansColumn,
  TextColumn,
  UuidColumn,
} from '../platform/database/columns.js';
import { Opening } from './openings/opening.entity.js';

export type Audience = 'everyone' | 'zone';

/** A number of places that open at a time. Features say what it means; admission alone changes `taken`. */
@Entity('pools')
@Index('pools_by_opening', ['openingId'])
@Check('pools_never_oversold', `taken <= capacity`)
@Check('pools_taken_not_negative', `taken >= 0`)
@Check('pools_waiting_not_negative', `waiting >= 0`)
@Check('pools_largest_party_positive', `largest_party > 0`)
@Check('pools_release_hours_positive', `release_hours > 0`)
@Check('pools_window_in_order', `opens_at < closes_at`)
@Check('pools_fee_not_negative', `fee_fen >= 0`)
@Check('pools_payment_hours_positive', `payment_hours > 0`)
@Check('pools_limit_whole', `(limit_group IS NULL) = (limit_per_person IS NULL)`)
@Check('pools_known_audience', `audience IN ('everyone', 'zone')`)
export class Pool {
  @IdColumn()
  id: string;

  /** Whose pool it is: `class`. */
  @TextColumn()
  kind: string;

  @TextColumn()
  title: string;

  @TextColumn()
  titleEn: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Venue, { name: 'pools_at_venue' })
  venueId: string | null;

  @IntColumn()
  capacity: number;

  /** Places that are confirmed, awaiting payment or offered. */
  @IntColumn({ default: 0 })
  taken: number;

  /** People in the line. */
  @IntColumn({ default: 0 })
  waiting: number;

  /** Most places that one booking may take. */
  @IntColumn({ default: 1 })
  largestParty: number;

  /** So many hours before the start, freed places become whoever's asks first. Null: never. */
  @IntColumn({ nullable: true })
  releaseHours: number | null;

  @InstantColumn()
  opensAt: Instant;

  @InstantColumn()
  closesAt: Instant;

  /** When it begins: the first session of a class. */
  @InstantColumn()
  startsAt: Instant;

  /** Set when it was cancelled as a whole. */
  @InstantColumn({ nullable: true })
  endedAt: Instant | null;

  /** Every moment that it takes of a person's time. Written here and never read: what clashes, the database says. */
  @SpansColumn({ select: false })
  occupies: Span[];

  /** Which opening it belongs to: with the others of it, it opens for everybody at one moment. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Opening, { name: 'pools_in_opening' })
  openingId: string | null;

  /** Pools of one group share a limit per person, such as two classes a term. */
  @UuidColumn({ nullable: true })
  limitGroup: string | null;

  @IntColumn({ nullable: true })
  limitPerPerson: number | null;

  @IntColumn({ nullable: true })
  minAge: number | null;

  @IntColumn({ nullable: true })
  maxAge: number | null;

  /** The day on which ages are counted. */
  @DateColumn()
  ageOn: PlainDate;

  @TextColumn()
  audience: Audience;

  @FlagColumn()
  waitingList: boolean;

  @FenColumn()
  feeFen: Fen;

  /** How long an unpaid place is held. */
  @IntColumn()
  paymentHours: number;
}
