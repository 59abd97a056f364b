import type { FeaturePart } from '../../platform/feature-part.js';
import { DraftPolicy } from './draft-policy.service.js';
import { LeasePreviewController } from './lease-preview.controller.js';
import { LeasePreviewQueries } from './lease-preview.queries.js';
import { ExportLeasePreview } from './lease-preview.xlsx.js';
import { PoliciesController } from './policies.controller.js';
import { Policies } from './policies.js';
import { PoliciesQueries } from './policies.queries.js';
import { ApartmentPolicy } from './policy.entity.js';
import { PreviewOnLeases } from './preview-on-leases.service.js';
import { PreviewRents } from './preview-rents.service.js';
import { PublishPolicy } from './publish-policy.service.js';

export const policy: FeaturePart = {
  entities: [ApartmentPolicy],
  controllers: [LeasePreviewController, PoliciesController],
  providers: [
    DraftPolicy,
    ExportLeasePreview,
    LeasePreviewQueries,
    Policies,
    PoliciesQueries,
    PreviewOnLeases,
    PreviewRents,
    PublishPolicy,
  ],
};
