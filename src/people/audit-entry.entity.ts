import { Check, Entity, Index } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import { IdColumn, InstantColumn, JsonColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';

/** One thing that was done, by whom, to what. The table refuses changes and deletions. */
@Entity('audit_entries')
@Index('audit_entries_by_time', ['at'])
@Index('audit_entries_by_subject', ['subjectKind', 'subjectId', 'at'])
@Index('audit_entries_by_actor', ['actorId', 'at'])
@Check('audit_entries_known_actor', `actor_kind IN ('resident', 'staff', 'system')`)
@Check('audit_entries_actor_named', `(actor_kind = 'system') = (actor_id IS NULL)`)
export class AuditEntry {
  @IdColumn()
  id: string;

  @InstantColumn()
  at: Instant;

  @TextColumn()
  actorKind: 'resident' | 'staff' | 'system';

  @UuidColumn({ nullable: true })
  actorId: string | null;

  /** `class.published`, `document.viewed`. */
  @TextColumn()
  action: string;

  @TextColumn()
  subjectKind: string;

  @TextColumn()
  subjectId: string;

  /** What changed, from and to; never a document number or a code. */
  @JsonColumn()
  facts: Record<string, unknown>;
}
