import type { Text } from '../../kernel/text.js';
import type { SeatBlock, SeatKind, SeatMap } from './seat-map.contract.js';

/** One seat of a map. */
export interface Seat {
  /** `12-7`: row and number, as tickets and addresses name it. */
  readonly key: string;
  readonly row: string;
  readonly number: number;
  readonly zone: string;
  readonly kind: SeatKind;
  /** Where it lies in the drawing. */
  readonly x: number;
  readonly y: number;
}

export const mostSeats = 5_000;

/**
 * The seats of a map in stretches between aisles and walls: within a stretch each seat has the next as its neighbour.
 * Blocks of one row that lie side by side without a column between them are one stretch, whatever their zones and kinds.
 */
export function stretchesOf(map: SeatMap): Seat[][] {
  return map.rows.flatMap(({ name, at: y, blocks }) => {
    const stretches: Seat[][] = [];
    for (const block of [...blocks].sort((a, b) => a.at - b.at)) {
      const seats = numbersOf(block).map((number, index): Seat => {
        return {
          key: `${name}-${number}`,
          row: name,
          number,
          zone: block.zone,
          kind: block.kind,
          x: block.at + index,
          y,
        };
      });
      const last = stretches.at(-1);
      if (last?.at(-1)?.x === block.at - 1) last.push(...seats);
      else stretches.push(seats);
    }
    return stretches;
  });
}

export function seatsOf(map: SeatMap): Seat[] {
  return stretchesOf(map).flat();
}

/** All that is wrong with a map, a sentence each; nothing when it can be used. */
export function problemsIn(map: SeatMap): Text[] {
  const problems: Text[] = [];
  const zones = new Set(map.zones.map(({ code }) => code));
  const [keys, places] = [new Set<string>(), new Set<string>()];
  const rows = new Set<string>();
  for (const { name } of map.rows) {
    if (rows.has(name)) problems.push({ zh: `第 ${name} 排出现了两次`, en: `row ${name} is there twice` });
    rows.add(name);
  }
  for (const { key, row, number, zone, x, y } of seatsOf(map)) {
    const seat = { zh: `${row}排${number}座`, en: `seat ${number} of row ${row}` };
    if (!zones.has(zone))
      problems.push({ zh: `${seat.zh}的票区 ${zone} 不存在`, en: `${seat.en} is in an unknown zone` });
    if (keys.has(key)) problems.push({ zh: `${seat.zh}出现了两次`, en: `${seat.en} is there twice` });
    if (places.has(`${x} ${y}`)) problems.push({ zh: `${seat.zh}压在别的座位上`, en: `${seat.en} lies upon another` });
    keys.add(key);
    places.add(`${x} ${y}`);
  }
  if (keys.size > mostSeats) problems.push({ zh: `最多 ${mostSeats} 个座位`, en: `at most ${mostSeats} seats` });
  return problems;
}

export interface ZoneCount {
  readonly zone: string;
  readonly seats: number;
  readonly byKind: Readonly<Record<SeatKind, number>>;
}

export function zoneCounts(map: SeatMap): ZoneCount[] {
  const seats = seatsOf(map);
  return map.zones.map(({ code }) => {
    const own = seats.filter(({ zone }) => zone === code);
    const count = (kind: SeatKind) => own.filter((seat) => seat.kind === kind).length;
    const byKind = {
      ordinary: count('ordinary'),
      wheelchair: count('wheelchair'),
      companion: count('companion'),
      house: count('house'),
    };
    return { zone: code, seats: own.length, byKind };
  });
}

/** `3排12座 A区` / `row 3, seat 12, zone A`. */
export function seatInWords(map: SeatMap, { row, number, zone }: Pick<Seat, 'row' | 'number' | 'zone'>): Text {
  const named = map.zones.find(({ code }) => code === zone);
  return {
    zh: `${row}排${number}座 ${named?.name ?? zone}`,
    en: `row ${row}, seat ${number}, ${named?.nameEn ?? zone}`,
  };
}

function numbersOf({ from, to, step, mirrored }: SeatBlock): number[] {
  const numbers = Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
  return mirrored ? numbers.reverse() : numbers;
}
