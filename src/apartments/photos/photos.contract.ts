import { z } from 'zod';
import { id, instant } from '../../kernel/contract.js';
import { photoMediaTypes } from './photo-file.rules.js';

export const byPhoto = z.strictObject({ id, photoId: id });
export interface ByPhoto {
  id: string;
  photoId: string;
}

/** The photo itself, as the body. */
export const photoFile = z.instanceof(Buffer).meta({
  description: 'The photo: JPEG, PNG or WebP, known by its first bytes, at most 5 MB',
  type: 'string',
  format: 'binary',
});

/** What a photo is, without the photo. */
export const photoFacts = {
  id,
  mediaType: z.enum(photoMediaTypes),
  bytes: z.int(),
  sha256: z.string(),
  uploadedAt: instant,
};
export type PhotoFacts = z.output<z.ZodObject<typeof photoFacts>>;
