import { Check, Entity, ForeignKey, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../kernel/time.js';
import { Venue } from '../people/index.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  UuidColumn,
} from '../platform/database/columns.js';

/** A season of classes with one enrolment window. */
@Entity('terms')
@Unique('terms_one_per_name', ['name'])
@Check('terms_dates_in_order', `starts_on <= ends_on`)
@Check('terms_window_in_order', `enrolment_opens_at < enrolment_closes_at`)
@Check('terms_classes_per_person_positive', `classes_per_person > 0`)
@Check('terms_release_hours_positive', `release_hours > 0`)
@Check('terms_known_audience', `audience IN ('everyone', 'zone')`)
export class Term {
  @IdColumn()
  id: string;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'terms_at_venue' })
  venueId: string;

  @DateColumn()
  startsOn: PlainDate;

  @DateColumn()
  endsOn: PlainDate;

  @InstantColumn()
  enrolmentOpensAt: Instant;

  @InstantColumn()
  enrolmentClosesAt: Instant;

  @IntColumn()
  classesPerPerson: number;

  @IntColumn({ nullable: true })
  minAge: number | null;

  @IntColumn({ nullable: true })
  maxAge: number | null;

  @TextColumn()
  audience: 'everyone' | 'zone';

  /** How long an unpaid place is held. */
  @IntColumn()
  paymentHours: number;

  /** Withdrawal until so many days before the first session is free of charge. */
  @IntColumn()
  fullRefundDays: number;

  /** So many hours before a class begins, its freed places become whoever's asks first; null: never. */
  @IntColumn({ nullable: true })
  releaseHours: number | null;

  @InstantColumn()
  createdAt: Instant;
}
