import type { FeaturePart } from '../../platform/feature-part.js';
import { AnswerBar } from './answer-bar.service.js';
import { ApartmentBar } from './apartment-bar.entity.js';
import { BarsController } from './bars.controller.js';
import { Bars } from './bars.js';
import { BarsQueries } from './bars.queries.js';

export const bars: FeaturePart = {
  entities: [ApartmentBar],
  controllers: [BarsController],
  providers: [AnswerBar, Bars, BarsQueries],
};
