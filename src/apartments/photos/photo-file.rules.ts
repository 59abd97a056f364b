import { when } from '../../kernel/refusal.js';
import type { Refusal } from '../../kernel/refusal.js';
import { mediaTypeOf } from '../applications/document-file.rules.js';

export const photoMediaTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoMediaType = (typeof photoMediaTypes)[number];

const endings: Readonly<Record<PhotoMediaType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** What a photo is by its first bytes; undefined where it is none. */
export function photoTypeOf(bytes: Uint8Array): PhotoMediaType | undefined {
  const type = mediaTypeOf(bytes);
  if (type === 'image/jpeg' || type === 'image/png') return type;
  const letters = (from: number, until: number) => String.fromCharCode(...bytes.subarray(from, until));
  return letters(0, 4) === 'RIFF' && letters(8, 12) === 'WEBP' ? 'image/webp' : undefined;
}

/** The name under which it is handed out; it ends as its contents say. */
export function photoName(of: string, type: PhotoMediaType): string {
  return `${of}.${endings[type]}`;
}

/** Rows for the table of refusals of whoever takes photos. */
export const photoRefusalRows = {
  photo_empty: when('invalid', () => ({ zh: '照片是空的。', en: 'The photo is empty.' })),
  photo_not_taken: when('unsupported', () => ({
    zh: '文件内容不是 JPEG、PNG 或 WebP 照片。',
    en: 'What is in the file is neither a JPEG nor a PNG nor a WebP photo.',
  })),
};

/** The type of a photo that may be taken; everything else is refused in the words of the feature. */
export function takenPhotoType(
  bytes: Uint8Array,
  refusals: { readonly photo_empty: () => Refusal; readonly photo_not_taken: () => Refusal },
): PhotoMediaType {
  if (bytes.length === 0) throw refusals.photo_empty();
  const type = photoTypeOf(bytes);
  if (!type) throw refusals.photo_not_taken();
  return type;
}
