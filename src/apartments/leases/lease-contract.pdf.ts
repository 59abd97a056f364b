import { newPdf } from '../../platform/pdf/new-pdf.js';
import { writableIn } from '../../platform/pdf/written-in-font.js';
import { articlesOf, partiesOf, rentHeadings, rentRowsOf, signaturesOf } from './lease-contract.rules.js';
import type { ContractFacts } from './lease-contract.rules.js';

const margin = 36;
/** Of the columns of the table of rents, in points; together the width between the margins of A4. */
const columns = [20, 105, 158, 40, 40, 40, 40, 40, 40];
const width = columns.reduce((sum, column) => sum + column, 0);
const left = margin;
const bottom = 842 - 54;

/** The contract as a PDF. The same facts give the same bytes: its only date is the one that the lease brings. */
export function drawLeaseContract(facts: ContractFacts): Promise<Buffer> {
  const { number, lease } = facts;
  const title = `人才公寓租赁合同 ${number ?? lease.reference}`;
  return newPdf({ title, madeAt: lease.signedAt ?? lease.startsOn, margin }, (doc) => new Sheet(doc, facts).draw());
}

/** One contract on its pages, from the title to the page numbers. */
class Sheet {
  private y = margin;
  private readonly write: (text: string) => string;

  constructor(
    private readonly doc: PDFKit.PDFDocument,
    private readonly facts: ContractFacts,
  ) {
    this.write = writableIn(doc);
  }

  draw(): void {
    this.paragraph('人才公寓租赁合同', { size: 20, align: 'center', after: 12 });
    if (this.facts.number === null) this.paragraph('草稿 · 未生效', { size: 12, align: 'center', after: 8 });
    this.pairs(partiesOf(this.facts));
    articlesOf(this.facts).forEach(({ heading, sentences }, index) => {
      this.heading(`第${'一二三四五六七八九'.charAt(index)}条 ${heading}`);
      for (const sentence of sentences) this.paragraph(sentence, { size: 10, after: 2 });
    });
    this.heading('签署');
    this.pairs(signaturesOf(this.facts));
    this.heading('附表：租金明细（单位：元）');
    this.table();
    this.everyPage();
  }

  private heading(text: string): void {
    this.makeRoom(48);
    this.y += 6;
    this.paragraph(text, { size: 12, after: 3 });
  }

  private paragraph(text: string, how: { size: number; align?: 'center'; after: number }): void {
    const { size, align = 'left', after } = how;
    const words = this.write(text);
    this.doc.fontSize(size);
    const height = this.doc.heightOfString(words, { width, align });
    this.makeRoom(height);
    this.doc.text(words, left, this.y, { width, align });
    this.y += height + after;
  }

  private pairs(rows: readonly (readonly string[])[]): void {
    for (const [name = '', value = ''] of rows) {
      const words = this.write(value);
      this.doc.fontSize(10);
      const height = this.doc.heightOfString(words, { width: width - 110 });
      this.makeRoom(height);
      this.doc.text(this.write(name), left, this.y, { width: 105, lineBreak: false });
      this.doc.text(words, left + 110, this.y, { width: width - 110 });
      this.y += height + 3;
    }
  }

  private table(): void {
    this.row(rentHeadings);
    for (const row of rentRowsOf(this.facts.lease)) this.row(row);
  }

  /** A row stays whole; on a new page the headings come again. */
  private row(cells: readonly string[]): void {
    this.doc.fontSize(7);
    const words = cells.map(this.write);
    const height = Math.max(...words.map((cell, n) => this.doc.heightOfString(cell, { width: this.inner(n) }))) + 4;
    if (this.makeRoom(height) && cells !== rentHeadings) this.row(rentHeadings);
    this.doc.fontSize(7);
    let x = left;
    words.forEach((cell, n) => {
      const align = n > 2 ? 'right' : 'left';
      this.doc.text(cell, x + 2, this.y + 2, { width: this.inner(n), align });
      x += columns[n] ?? 0;
    });
    this.y += height;
    this.doc
      .moveTo(left, this.y)
      .lineTo(left + width, this.y)
      .lineWidth(0.4)
      .strokeColor('#999999')
      .stroke();
  }

  private inner(column: number): number {
    return (columns[column] ?? 0) - 4;
  }

  /** Whether a new page was begun. */
  private makeRoom(height: number): boolean {
    if (this.y + height <= bottom) return false;
    this.doc.addPage();
    this.y = margin;
    return true;
  }

  private everyPage(): void {
    const { count } = this.doc.bufferedPageRange();
    const { number, lease } = this.facts;
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page);
      // What stands below the margin would begin a page of its own.
      this.doc.page.margins.bottom = 0;
      const words = this.write(`${number ?? `草稿 ${lease.reference}`} · 第 ${page + 1} 页，共 ${count} 页`);
      this.doc.fontSize(8).text(words, left, 842 - 40, { width, align: 'center' });
      if (number === null) this.watermark();
    }
  }

  private watermark(): void {
    this.doc.save();
    this.doc
      .rotate(-35, { origin: [297, 421] })
      .fontSize(120)
      .fillColor('#888888', 0.15);
    this.doc.text(this.write('草稿'), left, 350, { width, align: 'center' });
    this.doc.restore();
  }
}
