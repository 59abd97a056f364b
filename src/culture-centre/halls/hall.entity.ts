import { Check, Entity, ForeignKey, Unique } from 'typeorm';
import { Venue } from '../../people/index.js';
import { IdColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';

/** A room of a venue in which something is shown. */
@Entity('halls')
@Unique('halls_one_per_name', ['venueId', 'name'])
@Check('halls_known_kind', `kind IN ('exhibition', 'theatre')`)
export class Hall {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'halls_at_venue' })
  venueId: string;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;

  @TextColumn()
  kind: 'exhibition' | 'theatre';
}
