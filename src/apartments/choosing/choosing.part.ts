import type { FeaturePart } from '../../platform/feature-part.js';
import { ChoosingTurns } from './choosing-turns.js';
import { ChoosingController } from './choosing.controller.js';
import { ChoosingRound, ChoosingTurn } from './choosing.entity.js';
import { ChoosingQueries } from './choosing.queries.js';
import { RunChoosing } from './run-choosing.service.js';

export const choosing: FeaturePart = {
  entities: [ChoosingRound, ChoosingTurn],
  controllers: [ChoosingController],
  providers: [ChoosingQueries, ChoosingTurns, RunChoosing],
};
