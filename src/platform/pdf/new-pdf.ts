import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unpackedWoff } from './woff.js';

const fontFile = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff';

let font: Buffer | undefined;

/** A PDF in Chinese, its font embedded, drawn by `draw`. The same title, date and drawing give the same bytes. */
export async function newPdf(
  about: { readonly title: string; readonly madeAt: string; readonly margin: number },
  draw: (doc: PDFKit.PDFDocument) => void,
): Promise<Buffer> {
  const { title, madeAt, margin } = about;
  font ??= unpackedWoff(readFileSync(createRequire(import.meta.url).resolve(fontFile)));
  // Loaded with the first PDF, and not by every start.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title, CreationDate: new Date(madeAt) },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', resolve);
    doc.on('error', reject);
  });
  doc.font(font);
  draw(doc);
  doc.end();
  await finished;
  return Buffer.concat(chunks);
}
