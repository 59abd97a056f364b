import { Check, Entity, Index, Unique } from 'typeorm';
import type { Language } from '../kernel/text.js';
import type { Instant, PlainDate } from '../kernel/time.js';
import { DateColumn, FlagColumn, IdColumn, InstantColumn, TextColumn } from '../platform/database/columns.js';
import { DocumentWhole, SealedDocument } from './sealed-document.js';

/** Somebody who signs in by phone. The number of the identity document is sealed; only its mask is readable. */
@Entity('residents')
@Unique('residents_one_per_phone', ['phone'])
@Unique('residents_one_per_document', ['documentHash'])
@Index('residents_by_name', ['name'])
@Check('residents_phone_is_e164', `phone ~ '^\\+[1-9][0-9]{6,14}$'`)
@Check('residents_known_language', `language IN ('zh-CN', 'en')`)
@DocumentWhole('residents')
export class Resident extends SealedDocument {
  @IdColumn()
  id: string;

  /** E.164. */
  @TextColumn()
  phone: string;

  @TextColumn({ nullable: true })
  name: string | null;

  @DateColumn({ nullable: true })
  birthOn: PlainDate | null;

  @TextColumn({ nullable: true })
  email: string | null;

  @TextColumn()
  language: Language;

  @FlagColumn()
  livesInZone: boolean;

  @FlagColumn()
  worksInZone: boolean;

  /** Nothing is said to them any more. */
  @DateColumn({ nullable: true })
  diedOn: PlainDate | null;

  @InstantColumn()
  createdAt: Instant;
}
