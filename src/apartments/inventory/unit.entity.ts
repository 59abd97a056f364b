import { Check, Entity, ForeignKey, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import { DecimalColumn, IdColumn, IntColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Building } from './building.entity.js';

/** A flat. Whether it is free on a day is not kept here: it follows from the days that are taken. */
@Entity('units')
@Unique('units_one_per_number_and_building', ['buildingId', 'number'])
@Check('units_floor_sensible', `floor BETWEEN 1 AND 200`)
@Check('units_rooms_sensible', `rooms BETWEEN 1 AND 20`)
@Check('units_area_sensible', `area_m2 > 0 AND area_m2 <= 10000`)
@Check('units_market_rent_sensible', `market_fen_per_m2 BETWEEN 1 AND 100000`)
export class Unit {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Building, { name: 'units_in_building' })
  buildingId: string;

  /** As it stands on the door: `0201`. */
  @TextColumn()
  number: string;

  @IntColumn()
  floor: number;

  @TextColumn()
  layout: string;

  @IntColumn()
  rooms: number;

  @DecimalColumn(7, 2, { name: 'area_m2' })
  areaM2: number;

  /** A month. */
  @IntColumn({ name: 'market_fen_per_m2' })
  marketFenPerM2: Fen;

  @TextColumn()
  orientation: string;

  @TextColumn({ array: true })
  equipment: string[];
}
