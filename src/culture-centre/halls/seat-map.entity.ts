import { Check, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { InstantColumn, IntColumn, JsonColumn } from '../../platform/database/columns.js';
import { Hall } from './hall.entity.js';
import type { SeatMap } from './seat-map.contract.js';

/** A seat map as it was from some day on. A showing sells the version that was in force when it was published. */
@Entity('seat_maps')
@Check('seat_maps_seats_positive', `seats > 0`)
export class SeatMapVersion {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'seat_maps_pkey' })
  @ForeignKey(() => Hall, { name: 'seat_maps_of_hall' })
  hallId: string;

  /** 1 for the first. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'seat_maps_pkey' })
  version: number;

  @JsonColumn()
  map: SeatMap;

  @IntColumn()
  seats: number;

  @InstantColumn()
  madeAt: Instant;
}
