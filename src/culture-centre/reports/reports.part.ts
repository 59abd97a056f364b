import type { FeaturePart } from '../../platform/feature-part.js';
import { ReportsController } from './reports.controller.js';
import { CultureReports } from './reports.queries.js';
import { ExportCultureReport } from './reports.xlsx.js';

export const reports: FeaturePart = {
  entities: [],
  controllers: [ReportsController],
  providers: [CultureReports, ExportCultureReport],
};
