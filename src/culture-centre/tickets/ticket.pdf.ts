import { yuan } from '../../kernel/money.js';
import { newPdf } from '../../platform/pdf/new-pdf.js';
import { writableIn } from '../../platform/pdf/written-in-font.js';
import { hoursOf } from '../programme/programme.messages.js';
import { qrPng } from './qr.js';
import type { TicketPaper } from './ticket-paper.js';

const margin = 56;
const width = 595 - 2 * margin;

/** One ticket a page, to be printed at home. */
export async function drawTickets(tickets: readonly TicketPaper[]): Promise<Buffer> {
  const codes = new Map<string, Buffer>();
  for (const { code } of tickets) codes.set(code, await qrPng(code, 8));
  const [first] = tickets;
  const about = {
    title: first ? `${first.title.zh} ${first.reference}` : '票',
    madeAt: first?.startsAt.toInstant().toString() ?? '2020-01-01T00:00:00Z',
  };
  return newPdf({ ...about, margin }, (doc) => {
    const write = writableIn(doc);
    tickets.forEach((ticket, index) => {
      if (index > 0) doc.addPage();
      const hours = hoursOf({ from: ticket.startsAt, until: ticket.endsAt });
      doc.fontSize(20).text(write(ticket.title.zh), margin, margin, { width });
      doc.fontSize(12).text(write(ticket.title.en), { width });
      doc.image(codes.get(ticket.code) ?? Buffer.alloc(0), margin + width / 2 - 120, doc.y + 16, { width: 240 });
      doc.y += 264;
      doc.fontSize(18).text(write(ticket.reference), margin, doc.y, { width, align: 'center' });
      doc.moveDown();
      const lines = [
        `时间 When：${hours.zh} / ${hours.en}`,
        `地点 Where：${ticket.place.zh} / ${ticket.place.en}`,
        `地址 Address：${ticket.address}`,
        ...(ticket.seat ? [`座位 Seat：${ticket.seat.zh} / ${ticket.seat.en}`] : []),
        `持票人 Holder：${ticket.holder}${ticket.document === null ? '' : ` · ${ticket.document}`}`,
        `票种 Price：${ticket.priceClass.zh} / ${ticket.priceClass.en} · ${yuan(ticket.priceFen)} 元`,
        '',
        ticket.rules.zh,
        ticket.rules.en,
      ];
      doc.fontSize(11);
      for (const line of lines) doc.text(write(line), margin, doc.y, { width, lineGap: 3 });
    });
  });
}
