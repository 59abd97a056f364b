import type { FeaturePart } from '../../platform/feature-part.js';
import { AnswerInspection } from './answer-inspection.service.js';
import { ArrangeInspection } from './arrange-inspection.service.js';
import { DrawUpInspection } from './draw-up-inspection.service.js';
import { LeaseInspection, LeaseInspectionItem, LeaseInspectionPhoto } from './inspection.entity.js';
import { InspectionList } from './inspection-list.queries.js';
import { InspectionsController } from './inspections.controller.js';
import { Inspections } from './inspections.js';
import { InspectionsQueries } from './inspections.queries.js';
import { KeepInspectionPhotos } from './keep-inspection-photos.service.js';
import { MyInspectionsController } from './my-inspections.controller.js';

export const inspections: FeaturePart = {
  entities: [LeaseInspection, LeaseInspectionItem, LeaseInspectionPhoto],
  controllers: [InspectionsController, MyInspectionsController],
  providers: [
    AnswerInspection,
    ArrangeInspection,
    DrawUpInspection,
    InspectionList,
    Inspections,
    InspectionsQueries,
    KeepInspectionPhotos,
  ],
};
