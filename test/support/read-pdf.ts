import { createRequire } from 'node:module';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ReadPdf {
  /** Of each page, one line after the other. */
  readonly pages: readonly string[];
  readonly text: string;
  readonly info: Readonly<Record<string, unknown>>;
}

/** A PDF as an independent reader reads it. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const fonts = path.join(path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'cmaps/');
  // The reader takes the bytes for itself, so it gets a copy.
  const reading = getDocument({ data: new Uint8Array(bytes), cMapUrl: fonts, verbosity: 0, useSystemFonts: false });
  const document = await reading.promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
  }
  const { info } = await document.getMetadata();
  await reading.destroy();
  return { pages, text: pages.join('\n'), info: info as Record<string, unknown> };
}

/** Texts wrap where the page ends; what is looked for may be wrapped anywhere. */
export function unwrapped(text: string): string {
  return text.replace(/\s/g, '');
}
