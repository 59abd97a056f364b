import { Entity, Unique } from 'typeorm';
import { IdColumn, TextColumn } from '../platform/database/columns.js';

/** A site of the house; rooms, halls and buildings belong to one. */
@Entity('venues')
@Unique('venues_one_per_name', ['name'])
export class Venue {
  @IdColumn()
  id: string;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;

  @TextColumn()
  address: string;
}
