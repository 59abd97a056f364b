import type { FeaturePart } from '../../platform/feature-part.js';
import { GiveRecheck } from './give-recheck.service.js';
import { LeaseRecheck, LeaseRecheckItem } from './lease-recheck.entity.js';
import { OpenRechecks } from './open-rechecks.service.js';
import { RecheckReminders } from './recheck.reminders.js';
import { RechecksController } from './rechecks.controller.js';
import { Rechecks } from './rechecks.js';
import { RechecksQueries } from './rechecks.queries.js';
import { ReviewRecheck } from './review-recheck.service.js';

export const rechecks: FeaturePart = {
  entities: [LeaseRecheck, LeaseRecheckItem],
  controllers: [RechecksController],
  providers: [GiveRecheck, OpenRechecks, RecheckReminders, Rechecks, RechecksQueries, ReviewRecheck],
};
