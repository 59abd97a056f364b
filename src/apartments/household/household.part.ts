import type { FeaturePart } from '../../platform/feature-part.js';
import { CoResident, LeasePerson } from './co-resident.entity.js';
import { CoResidentsController } from './co-residents.controller.js';
import { CoResidentsQueries } from './co-residents.queries.js';
import { ContinueLease } from './continue-lease.service.js';
import { DeathsController } from './deaths.controller.js';
import { Deaths } from './deaths.queries.js';
import { KeepCoResidents } from './keep-co-residents.service.js';
import { LeaseDeath } from './lease-death.entity.js';
import { Marriage, Spouse } from './marriage.entity.js';
import { MarriagesController } from './marriages.controller.js';
import { RecordDeath } from './record-death.service.js';
import { RecordMarriage } from './record-marriage.service.js';
import { Spouses } from './spouses.js';

export const household: FeaturePart = {
  entities: [CoResident, LeaseDeath, LeasePerson, Marriage, Spouse],
  controllers: [CoResidentsController, DeathsController, MarriagesController],
  providers: [CoResidentsQueries, ContinueLease, Deaths, KeepCoResidents, RecordDeath, RecordMarriage, Spouses],
};
