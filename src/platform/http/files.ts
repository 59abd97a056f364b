import { StreamableFile } from '@nestjs/common';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files that come as the body of a request, as they are. */
export const fileTypes = ['text/csv', xlsxType];

/** The largest file that is taken, in bytes; a term's course list has a few kilobytes. */
export const fileLimit = 8 * 1024 * 1024;

/** Documents that people prove something with. What a document is, its bytes say: the type is only how it travels. */
export const documentTypes = ['application/pdf', 'image/jpeg', 'image/png', 'application/octet-stream'];

/** Photos, the same way. */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream'];

/** All that travels as a document does. */
export const documentAndPhotoTypes = [...new Set([...documentTypes, ...photoTypes])];

/** All that the house reads, on one route or another. */
export const takenTypes = ['application/json', ...fileTypes, ...documentAndPhotoTypes];

/** The largest document or photo that is taken, in bytes. */
export const documentLimit = 5 * 1024 * 1024;

/** `text/csv; charset=utf-8` → `text/csv`. */
export function mediaTypeIn(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The most bytes of a body that comes as a file; undefined where this type is no file. */
export function fileLimitFor(contentType: string | undefined): number | undefined {
  const type = mediaTypeIn(contentType);
  if (fileTypes.includes(type)) return fileLimit;
  return documentAndPhotoTypes.includes(type) ? documentLimit : undefined;
}

/** `content-disposition` of a file that is saved and not shown; the name is in UTF-8, as RFC 6266 writes it. */
export function attachment(name: string): string {
  const escaped = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${escaped}`;
}

/** Headers under which no browser runs what is in a file. */
export function documentHeaders(name: string, type: string): Readonly<Record<string, string>> {
  return {
    'content-type': type,
    'content-disposition': attachment(name),
    'content-security-policy': `default-src 'none'; sandbox`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  };
}

/** Headers of a picture that is shown in place and never changes; whoever may see it keeps it for a day. */
export function shownHeaders(name: string, type: string): Readonly<Record<string, string>> {
  return {
    ...documentHeaders(name, type),
    'content-disposition': attachment(name).replace(/^attachment/, 'inline'),
    'cache-control': 'private, max-age=86400, immutable',
  };
}

export function xlsxFile({ name, bytes }: { readonly name: string; readonly bytes: Buffer }): StreamableFile {
  return new StreamableFile(bytes, { type: xlsxType, disposition: attachment(name) });
}
