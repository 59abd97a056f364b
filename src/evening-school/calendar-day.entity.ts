import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CalendarDayKind } from '../kernel/calendar.js';
import { Temporal } from '../kernel/time.js';
import type { Instant, PlainDate } from '../kernel/time.js';
import { FlagColumn, InstantColumn, IntColumn, TextColumn } from '../platform/database/columns.js';

/** What the State Council has said about a year, and where that was read. */
@Entity('calendar_years')
export class CalendarYear {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'calendar_years_pkey' })
  year: number;

  /** false: the list of the year is not out yet; sessions in it are provisional. */
  @FlagColumn()
  published: boolean;

  @TextColumn()
  source: string;

  @InstantColumn()
  changedAt: Instant;
}

/** A public holiday, or a weekend day that became a working day. */
@Entity('calendar_days')
@Index('calendar_days_by_year', ['year'])
@Check('calendar_days_known_kind', `kind IN ('holiday', 'make_up')`)
@Check('calendar_days_in_their_year', `extract(year FROM day) = year`)
export class CalendarDay {
  @PrimaryColumn({
    type: 'date',
    primaryKeyConstraintName: 'calendar_days_pkey',
    transformer: { from: (day: string) => Temporal.PlainDate.from(day), to: (day: PlainDate) => day.toString() },
  })
  day: PlainDate;

  @IntColumn()
  @ForeignKey(() => CalendarYear, { name: 'calendar_days_of_year', onDelete: 'CASCADE' })
  year: number;

  @TextColumn()
  kind: CalendarDayKind;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;
}
