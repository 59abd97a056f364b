export const documentMediaTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type DocumentMediaType = (typeof documentMediaTypes)[number];

export const documentsPerCondition = 10;

const firstBytes: Readonly<Record<DocumentMediaType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** What a file is by its first bytes; undefined where it is nothing that is taken. What the sender calls it is not asked. */
export function mediaTypeOf(bytes: Uint8Array): DocumentMediaType | undefined {
  return documentMediaTypes.find((type) => firstBytes[type].every((byte, index) => bytes[index] === byte));
}

const endings: Readonly<Record<DocumentMediaType, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
};

/** The name under which it is handed out: it ends as its contents say, so that no clerk's machine opens it as anything else. */
export function documentName(given: string, type: DocumentMediaType): string {
  const known = endings[type];
  return known.some((ending) => given.toLowerCase().endsWith(ending)) ? given : `${given}${known[0]}`;
}
