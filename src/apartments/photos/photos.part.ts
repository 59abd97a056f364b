import type { FeaturePart } from '../../platform/feature-part.js';
import { SealedPhotos } from './sealed-photos.js';

export const photos: FeaturePart = {
  entities: [],
  controllers: [],
  providers: [SealedPhotos],
};
