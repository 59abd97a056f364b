import { Check, Entity, Exclusion, ForeignKey } from 'typeorm';
import type { Days } from '../../kernel/time.js';
import { DaysColumn, IdColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Unit } from './unit.entity.js';

/** Days on which a unit cannot be let: it is in repair, or the house keeps it for itself. */
@Entity('unit_outages')
@Check('unit_outages_known_kind', `kind IN ('repair', 'reserved')`)
@Check('unit_outages_begin_before_they_end', `NOT isempty(during) AND NOT lower_inf(during)`)
@Exclusion('unit_outages_one_at_a_time', `USING gist (unit_id WITH =, during WITH &&)`)
export class UnitOutage {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Unit, { name: 'unit_outages_of_unit' })
  unitId: string;

  @DaysColumn()
  during: Days;

  @TextColumn()
  kind: 'repair' | 'reserved';

  @TextColumn()
  reason: string;
}
