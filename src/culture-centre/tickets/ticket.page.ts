import { yuan } from '../../kernel/money.js';
import { hoursOf } from '../programme/programme.messages.js';
import { escapeHtml } from '../../platform/http/html.js';
import { qrSvg } from './qr.js';
import type { TicketPaper } from './ticket-paper.js';

/**
 * The tickets of an order on one page. All of it is in the page, codes too, and no script runs: saved or kept by the
 * browser it opens the door without a network.
 */
export async function ticketsPage(
  tickets: readonly TicketPaper[],
  files: { pdf: string; ics: string },
): Promise<string> {
  const [first] = tickets;
  const cards = await Promise.all(tickets.map(card));
  const title = first ? `${first.title.zh} · ${first.title.en}` : '票 Tickets';
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body>
<h1>${escapeHtml(title)}</h1>
<p><a href="${escapeHtml(files.pdf)}">PDF</a> · <a href="${escapeHtml(files.ics)}">日历 Calendar (.ics)</a> ·
保存本页或截图，无网络也能入场 Save this page or take a picture: it works without a network.</p>
${cards.length > 0 ? cards.join('\n') : '<p class="none">没有可用的票 There are no valid tickets.</p>'}
</body></html>`;
}

async function card(ticket: TicketPaper): Promise<string> {
  const hours = hoursOf({ from: ticket.startsAt, until: ticket.endsAt });
  const both = (zh: string, en: string) => `${escapeHtml(zh)}<br><small>${escapeHtml(en)}</small>`;
  const rows: [string, string][] = [
    ['时间 When', both(hours.zh, hours.en)],
    ['地点 Where', `${both(ticket.place.zh, ticket.place.en)}<br><small>${escapeHtml(ticket.address)}</small>`],
    ...(ticket.seat ? [['座位 Seat', both(ticket.seat.zh, ticket.seat.en)] as [string, string]] : []),
    ['持票人 Holder', escapeHtml(ticket.holder + (ticket.document === null ? '' : ` · ${ticket.document}`))],
    ['票种 Price', both(`${ticket.priceClass.zh} ¥${yuan(ticket.priceFen)}`, ticket.priceClass.en)],
  ];
  return `<section><div class="code">${await qrSvg(ticket.code)}</div>
<p class="reference">${escapeHtml(ticket.reference)}</p>
<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
<p class="rules">${both(ticket.rules.zh, ticket.rules.en)}</p></section>`;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1rem;color:#222;background:#fff}
h1{font-size:1.2rem}section{border:1px solid #ccc;border-radius:12px;padding:1rem;margin:1rem 0;break-inside:avoid}
.code svg{display:block;width:min(70vw,18rem);margin:0 auto;background:#fff}.reference{text-align:center;font:700 1.4rem monospace}
dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem;margin:0}dt{color:#555}dd{margin:0}.rules{color:#555}
@media(prefers-color-scheme:dark){body{background:#181818;color:#eee}dt,.rules{color:#aaa}section{border-color:#444}}`;
