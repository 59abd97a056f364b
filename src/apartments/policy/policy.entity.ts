import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Staff, Venue } from '../../people/index.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  JsonColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import type { PolicyValues } from './policy.contract.js';

/** One version of what an apartment house lets by. The table refuses changes and deletions of a published one. */
@Entity('apartment_policies')
@Unique('apartment_policies_one_per_version', ['venueId', 'version'])
@Index('apartment_policies_one_draft', ['venueId'], { unique: true, where: `state = 'draft'` })
@Index('apartment_policies_one_from_a_day', ['venueId', 'validFrom'], { unique: true, where: `state = 'published'` })
@Check('apartment_policies_version_positive', `version > 0`)
@Check('apartment_policies_known_state', `state IN ('draft', 'published')`)
@Check('apartment_policies_values_keyed', `jsonb_typeof("values") = 'object'`)
@Check(
  'apartment_policies_published_whole',
  `(state = 'published') = (valid_from IS NOT NULL) AND (state = 'published') = (published_at IS NOT NULL)`,
)
@Check('apartment_policies_published_by_whom', `state = 'published' OR published_by IS NULL`)
export class ApartmentPolicy {
  @IdColumn()
  id: string;

  /** The apartment house. */
  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'apartment_policies_at_venue' })
  venueId: string;

  /** 1 for the first of a house. */
  @IntColumn()
  version: number;

  @TextColumn()
  state: 'draft' | 'published';

  @JsonColumn()
  values: PolicyValues;

  /** It holds from this day until the day before the next version's. */
  @DateColumn({ nullable: true })
  validFrom: PlainDate | null;

  @InstantColumn({ nullable: true })
  publishedAt: Instant | null;

  /** Null where Linli itself did it. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'apartment_policies_published_by_staff' })
  publishedBy: string | null;

  @InstantColumn()
  createdAt: Instant;

  /** What staff wish to remember of it: the decision it follows, the reason. */
  @TextColumn({ nullable: true })
  note: string | null;
}
