import type { FeaturePart } from '../../platform/feature-part.js';
import { HandleRepair } from './handle-repair.service.js';
import { KeepRepairPhotos } from './keep-repair-photos.service.js';
import { MyRepairsController } from './my-repairs.controller.js';
import { Repair, RepairPhoto } from './repair.entity.js';
import { RepairReminders } from './repair.reminders.js';
import { RepairsController } from './repairs.controller.js';
import { Repairs } from './repairs.js';
import { RepairsQueries } from './repairs.queries.js';
import { ReportRepair } from './report-repair.service.js';

export const repairs: FeaturePart = {
  entities: [Repair, RepairPhoto],
  controllers: [MyRepairsController, RepairsController],
  providers: [HandleRepair, KeepRepairPhotos, RepairReminders, Repairs, RepairsQueries, ReportRepair],
};
