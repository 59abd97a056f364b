import { Entity, ForeignKey, Unique } from 'typeorm';
import { Venue } from '../people/index.js';
import { IdColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';

/** What is taught, in whatever term. */
@Entity('courses')
@Unique('courses_one_per_name', ['name'])
export class Course {
  @IdColumn()
  id: string;

  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;

  @TextColumn()
  category: string;

  /** Pinyin initials, for search. */
  @TextColumn()
  initials: string;
}

@Entity('rooms')
@Unique('rooms_one_per_name_and_venue', ['venueId', 'name'])
export class Room {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'rooms_at_venue' })
  venueId: string;

  @TextColumn()
  name: string;
}

@Entity('teachers')
@Unique('teachers_one_per_name', ['name'])
export class Teacher {
  @IdColumn()
  id: string;

  @TextColumn()
  name: string;
}
