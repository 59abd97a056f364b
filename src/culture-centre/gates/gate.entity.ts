import { Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Venue } from '../../people/index.js';
import { IdColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Hall } from '../halls/hall.entity.js';

/** A door at which tickets are checked: of one hall, or of all halls of its venue. */
@Entity('gates')
@Unique('gates_one_per_name', ['venueId', 'name'])
@Index('gates_by_hall', ['hallId'])
export class Gate {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'gates_at_venue' })
  venueId: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Hall, { name: 'gates_of_hall' })
  hallId: string | null;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;
}
