import { Module } from '@nestjs/common';
import { applications } from './applications/applications.part.js';
import { bars } from './bars/bars.part.js';
import { choosing } from './choosing/choosing.part.js';
import { employers } from './employers/employers.part.js';
import { household } from './household/household.part.js';
import { idle } from './idle/idle.part.js';
import { inspections } from './inspections/inspections.part.js';
import { inventory } from './inventory/inventory.part.js';
import { leases } from './leases/leases.part.js';
import { leaving } from './leaving/leaving.part.js';
import { lettings } from './lettings/lettings.part.js';
import { photos } from './photos/photos.part.js';
import { policy } from './policy/policy.part.js';
import { rechecks } from './rechecks/rechecks.part.js';
import { renewals } from './renewals/renewals.part.js';
import { rents } from './rents/rents.part.js';
import { repairs } from './repairs/repairs.part.js';
import { takeover } from './takeover/takeover.part.js';
import { viewings } from './viewings/viewings.part.js';

const parts = [
  applications,
  bars,
  choosing,
  employers,
  household,
  idle,
  inspections,
  inventory,
  leases,
  leaving,
  lettings,
  photos,
  policy,
  rechecks,
  renewals,
  rents,
  repairs,
  takeover,
  viewings,
];

export const apartmentsEntities = parts.flatMap(({ entities }) => entities);

/** The talent apartments: units, who may have one, leases from the hold to the last key, rents, repairs, viewings. */
@Module({
  controllers: parts.flatMap(({ controllers }) => controllers),
  providers: parts.flatMap(({ providers }) => providers),
})
export class ApartmentsModule {}
