import type { FeaturePart } from '../../platform/feature-part.js';
import { RenewLease } from './renew-lease.service.js';
import { RenewalBoardQueries } from './renewal-board.queries.js';
import { Renewal } from './renewal.entity.js';
import { RenewalsController } from './renewals.controller.js';
import { Renewals } from './renewals.js';

export const renewals: FeaturePart = {
  entities: [Renewal],
  controllers: [RenewalsController],
  providers: [RenewLease, RenewalBoardQueries, Renewals],
};
