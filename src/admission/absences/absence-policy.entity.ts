import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Staff } from '../../people/index.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';

/** One version of how absences bar. The table refuses changes and deletions of a published one. */
@Entity('absence_policies')
@Unique('absence_policies_one_per_version', ['scope', 'version'])
@Index('absence_policies_one_draft', ['scope'], { unique: true, where: `state = 'draft'` })
@Index('absence_policies_one_from_a_day', ['scope', 'validFrom'], { unique: true, where: `state = 'published'` })
@Check('absence_policies_version_positive', `version > 0`)
@Check('absence_policies_known_state', `state IN ('draft', 'published')`)
@Check('absence_policies_rule_whole', `num_nulls(absences, within_days, barred_days) IN (0, 3)`)
@Check('absence_policies_rule_possible', `absences BETWEEN 1 AND within_days`)
@Check('absence_policies_days_within_two_years', `within_days BETWEEN 1 AND 730 AND barred_days BETWEEN 1 AND 730`)
@Check(
  'absence_policies_published_whole',
  `(state = 'published') = (valid_from IS NOT NULL) AND (state = 'published') = (published_at IS NOT NULL)`,
)
@Check('absence_policies_published_by_whom', `state = 'published' OR published_by IS NULL`)
export class AbsencePolicy {
  @IdColumn()
  id: string;

  /** A kind of pool, such as `class`; `*` is every kind that has no policy of its own. */
  @TextColumn()
  scope: string;

  /** 1 for the first of a scope. */
  @IntColumn()
  version: number;

  @TextColumn()
  state: 'draft' | 'published';

  /** So many absences … ; null, as are the days, where absences do not bar. */
  @IntColumn({ nullable: true })
  absences: number | null;

  /** … within so many days … */
  @IntColumn({ nullable: true })
  withinDays: number | null;

  /** … bar for so many days. */
  @IntColumn({ nullable: true })
  barredDays: number | null;

  /** It holds from this day until the day before the next version's. */
  @DateColumn({ nullable: true })
  validFrom: PlainDate | null;

  @InstantColumn({ nullable: true })
  publishedAt: Instant | null;

  /** Null where Linli itself did it. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'absence_policies_published_by_staff' })
  publishedBy: string | null;

  @InstantColumn()
  createdAt: Instant;

  /** What staff wish to remember of it: the decision it follows, the reason. */
  @TextColumn({ nullable: true })
  note: string | null;
}
