import type { FeaturePart } from '../../platform/feature-part.js';
import { Building } from './building.entity.js';
import { BuildingsController } from './buildings.controller.js';
import { EditOutages } from './edit-outages.service.js';
import { EditUnits } from './edit-units.service.js';
import { FreeUnitsController } from './free-units.controller.js';
import { FreeUnits } from './free-units.queries.js';
import { ImportUnitList } from './import-unit-list.service.js';
import { KeepUnitPhotos } from './keep-unit-photos.service.js';
import { ExportUnitList } from './unit-list.xlsx.js';
import { UnitOutage } from './unit-outage.entity.js';
import { UnitPhoto } from './unit-photo.entity.js';
import { UnitPhotosController } from './unit-photos.controller.js';
import { Unit } from './unit.entity.js';
import { UnitsController } from './units.controller.js';
import { UnitsQueries } from './units.queries.js';

export const inventory: FeaturePart = {
  entities: [Building, Unit, UnitOutage, UnitPhoto],
  controllers: [BuildingsController, FreeUnitsController, UnitPhotosController, UnitsController],
  providers: [EditOutages, EditUnits, ExportUnitList, FreeUnits, ImportUnitList, KeepUnitPhotos, UnitsQueries],
};
