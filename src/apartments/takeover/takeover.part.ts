import type { FeaturePart } from '../../platform/feature-part.js';
import { EarlierLeases } from './earlier-leases.js';
import { LeaseListController } from './lease-list.controller.js';
import { LeasesInTheWay } from './leases-in-the-way.js';
import { ListedTenants } from './listed-tenants.js';
import { TakeOverLeases } from './take-over-leases.service.js';
import { WriteTakenOver } from './write-taken-over.js';

export const takeover: FeaturePart = {
  entities: [],
  controllers: [LeaseListController],
  providers: [EarlierLeases, LeasesInTheWay, ListedTenants, TakeOverLeases, WriteTakenOver],
};
