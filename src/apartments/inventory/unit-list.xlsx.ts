import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assertMayAt, Venue } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { writeList } from '../../platform/http/spreadsheet.js';
import { fieldsOf } from '../../platform/sheets/columns.js';
import { findKnownUnits } from './known-units.js';
import { headingOf, unitListColumns } from './unit-list.columns.js';
import { cellOf } from './unit-list.rules.js';

/** Writes a house's units in the columns of the import: exported and imported again, nothing changes. */
@Injectable()
export class ExportUnitList {
  constructor(private readonly source: DataSource) {}

  async run(actor: Actor, venueId: string): Promise<{ bytes: Buffer; name: string }> {
    assertMayAt(actor, 'units.read', venueId);
    const house = await this.source.manager.findOneBy(Venue, { id: venueId });
    if (!house) throw requestRefusals.not_found();
    const known = [...(await findKnownUnits(this.source.manager, venueId)).values()];
    const fields = fieldsOf(unitListColumns);
    const rows = known.map(({ entry }) => fields.map((field) => cellOf(entry, field)));
    return { bytes: await writeList('房源表', fields.map(headingOf), rows), name: `${house.name} 房源表.xlsx` };
  }
}
