import type { FeaturePart } from '../../platform/feature-part.js';
import { LettingRatesController } from './letting-rates.controller.js';
import { LettingRates } from './letting-rates.queries.js';
import { ExportLettingRates } from './letting-rates.xlsx.js';

export const lettings: FeaturePart = {
  entities: [],
  controllers: [LettingRatesController],
  providers: [ExportLettingRates, LettingRates],
};
