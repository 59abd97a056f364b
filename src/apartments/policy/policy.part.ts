import type { FeaturePart } from '../../platform/feature-part.js';
import { DraftPolicy } from './draft-policy.service.js';
import { PoliciesController } from './policies.controller.js';
import { Policies } from './policies.js';
import { PoliciesQueries } from './policies.queries.js';
import { ApartmentPolicy } from './policy.entity.js';
import { PreviewRents } from './preview-rents.service.js';
import { PublishPolicy } from './publish-policy.service.js';

export const policy: FeaturePart = {
  entities: [ApartmentPolicy],
  controllers: [PoliciesController],
  providers: [DraftPolicy, Policies, PoliciesQueries, PreviewRents, PublishPolicy],
};
