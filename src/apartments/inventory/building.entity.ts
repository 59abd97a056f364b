import { Entity, ForeignKey, Unique } from 'typeorm';
import { Venue } from '../../people/index.js';
import { IdColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';

/** A building of an apartment house; the house itself is a venue. */
@Entity('buildings')
@Unique('buildings_one_per_name_and_venue', ['venueId', 'name'])
export class Building {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'buildings_at_venue' })
  venueId: string;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;
}
