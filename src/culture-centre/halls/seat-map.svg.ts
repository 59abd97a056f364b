import { yuan } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import { escapeHtml } from '../../platform/http/html.js';
import type { SeatMap } from './seat-map.contract.js';
import { seatInWords, seatsOf } from './seat-map.rules.js';
import type { Seat } from './seat-map.rules.js';

/** How a seat is drawn; the sign tells them apart where colours do not. */
export const seatStates = ['free', 'taken', 'held', 'house', 'accessible'] as const;
export type SeatState = (typeof seatStates)[number];

const looks: Readonly<Record<SeatState, { zh: string; en: string; sign: string }>> = {
  free: { zh: '可选', en: 'free', sign: '' },
  held: { zh: '暂被选中', en: 'being chosen', sign: '…' },
  taken: { zh: '已售', en: 'taken', sign: '×' },
  house: { zh: '预留席', en: 'house seat', sign: '·' },
  accessible: { zh: '轮椅席', en: 'accessible', sign: '♿' },
};

const step = 22;
const size = 18;

/** The hall from above, the stage at the top. No script in it: a page that shows it finds seats by their ids. */
export function drawSeatMap(
  map: SeatMap,
  stateOf: (seat: Seat) => SeatState,
  priceOf: (seat: Seat) => Fen | null = () => null,
): string {
  const seats = seatsOf(map);
  const width = (Math.max(...seats.map(({ x }) => x)) + 5) * step;
  const height = (Math.max(...seats.map(({ y }) => y)) + 5) * step;
  const rows = map.rows.map(({ name, at }) => text(step * 0.8, top(at) + 13, name, 'row'));
  const drawn = seats.map((seat) => seatElement(map, seat, stateOf(seat), priceOf(seat)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>座位图 Seat map</title><style>${style}</style>`,
    `<rect class="stage" x="${step * 2}" y="4" width="${width - step * 4}" height="${step}" rx="6"/>`,
    text(width / 2, 20, map.stage, 'stage-name'),
    ...rows,
    ...drawn,
    legend(height - step),
    '</svg>',
  ].join('\n');
}

function seatElement(map: SeatMap, seat: Seat, state: SeatState, price: Fen | null): string {
  const words = seatInWords(map, seat);
  const look = looks[state];
  const cost = price === null ? '' : ` · ¥${yuan(price)}`;
  const title = `${words.zh} · ${look.zh}${cost} (${words.en}, ${look.en})`;
  const zone = map.zones.findIndex(({ code }) => code === seat.zone);
  const [x, y] = [left(seat.x), top(seat.y)];
  const sign = look.sign === '' ? String(seat.number) : look.sign;
  return (
    `<g id="seat-${escapeHtml(seat.key)}" class="seat ${state} zone-${zone % 6}"><title>${escapeHtml(title)}</title>` +
    `<rect x="${x}" y="${y}" width="${size}" height="${size}" rx="4"/>${text(x + size / 2, y + 13, sign, 'sign')}</g>`
  );
}

function legend(y: number): string {
  return seatStates
    .map((state, index) => {
      const x = step * 2 + index * 130;
      const { zh, en, sign } = looks[state];
      const box = `<rect x="${x}" y="${y - 14}" width="${size}" height="${size}" rx="4"/>`;
      const name = text(x + size + 6, y, `${zh} ${en}`, 'legend');
      return `<g class="seat ${state} zone-0">${box}${text(x + size / 2, y - 1, sign, 'sign')}</g>${name}`;
    })
    .join('\n');
}

function text(x: number, y: number, content: string, look: string): string {
  return `<text class="${look}" x="${x}" y="${y}">${escapeHtml(content)}</text>`;
}

const left = (column: number) => (column + 2) * step;
const top = (line: number) => (line + 2) * step;

const zoneColours = ['#2f7d5b', '#2c6aa0', '#8a5a9e', '#a86a1d', '#4d6b73', '#a0445c'];
const style = `
text{font:10px sans-serif;fill:#333}.sign,.stage-name{text-anchor:middle}.sign{fill:#fff;font-size:9px}
.stage{fill:#bbb}.seat rect{stroke:#333;stroke-width:.5}
${zoneColours.map((colour, index) => `.zone-${index} rect{fill:${colour}}`).join('')}
.taken rect,.held rect{fill:#999}.house rect{fill:#ccc}.house .sign{fill:#333}.accessible rect{stroke-width:2}
@media(prefers-color-scheme:dark){text{fill:#ddd}.stage{fill:#555}.taken rect,.held rect{fill:#555}}`;
