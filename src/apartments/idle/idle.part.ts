import type { FeaturePart } from '../../platform/feature-part.js';
import { IdleSpell } from './idle-spell.entity.js';
import { IdleSpellsController } from './idle-spells.controller.js';
import { IdleSpells } from './idle-spells.queries.js';
import { RecordIdle } from './record-idle.service.js';
import { WatchIdle } from './watch-idle.service.js';

export const idle: FeaturePart = {
  entities: [IdleSpell],
  controllers: [IdleSpellsController],
  providers: [IdleSpells, RecordIdle, WatchIdle],
};
