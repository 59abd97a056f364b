import type { FeaturePart } from '../../platform/feature-part.js';
import { EditHalls } from './edit-halls.service.js';
import { Hall } from './hall.entity.js';
import { HallsController } from './halls.controller.js';
import { HallsQueries } from './halls.queries.js';
import { SeatMapVersion } from './seat-map.entity.js';
import { SeatMaps } from './seat-maps.js';

export const halls: FeaturePart = {
  entities: [Hall, SeatMapVersion],
  controllers: [HallsController],
  providers: [EditHalls, HallsQueries, SeatMaps],
};
