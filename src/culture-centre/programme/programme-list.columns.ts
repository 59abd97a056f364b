import type { Fen } from '../../kernel/money.js';
import type { PlainDate } from '../../kernel/time.js';
import { day, name, whole, wrong, yuan } from '../../platform/sheets/columns.js';
import type { Columns, Read } from '../../platform/sheets/columns.js';
import type { Entry } from './item-rules.contract.js';
import type { ItemKind } from './programme-item.entity.js';

/** Hours of a slot as a list writes them. */
export interface Hours {
  readonly from: string;
  readonly until: string;
}

/** One row of a programme, read and right in each cell. */
export interface ProgrammeListEntry {
  readonly kind: ItemKind;
  readonly title: string;
  readonly titleEn: string;
  readonly hall: string;
  /** Empty where the list gives none. */
  readonly hallEn: string;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly hours: readonly Hours[];
  readonly places: number;
  readonly priceFen: Fen;
  readonly entry: Entry;
}

const kinds: Readonly<Record<string, ItemKind>> = { 展览: 'exhibition', 演出: 'performance' };
const entries: Readonly<Record<string, Entry>> = { 分时预约: 'timed', 对号入座: 'numbered', 不对号: 'unnumbered' };

function oneOf<Value>(words: Readonly<Record<string, Value>>): (text: string) => Read<Value> {
  const known = Object.keys(words);
  return (text) => {
    const value = words[text];
    return value === undefined ? wrong(`须为${known.join('、')}之一`, `must be one of ${known.join(', ')}`) : { value };
  };
}

const mostHours = 50;

/** `09:00-11:00;11:00-13:30`. */
function hours(text: string): Read<readonly Hours[]> {
  const parts = text.split(/[;,、\n]/).filter((part) => part.trim() !== '');
  if (parts.length > mostHours) return wrong(`最多 ${mostHours} 场`, `at most ${mostHours} slots`);
  const read = parts.map((part) => {
    const [, h1 = '', m1 = '', h2 = '', m2 = ''] =
      /^(\d{1,2}):(\d\d)\s*[-–—~至]\s*(\d{1,2}):(\d\d)$/.exec(part.trim()) ?? [];
    return { from: `${h1.padStart(2, '0')}:${m1}`, until: `${h2.padStart(2, '0')}:${m2}` };
  });
  const isTime = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  const fits = read.length > 0 && read.every(({ from, until }) => isTime(from) && isTime(until) && from < until);
  return fits
    ? { value: read }
    : wrong('须为时间段，如 09:00-11:00;11:00-13:30', 'must be hours such as 09:00-11:00;11:00-13:30');
}

/** The columns of a programme, in the order in which Linli writes them. */
export const programmeListColumns: Columns<ProgrammeListEntry> = {
  kind: { headings: ['类型'], read: oneOf(kinds) },
  title: { headings: ['名称', '节目名称'], read: name(60) },
  titleEn: { headings: ['title', '英文名'], read: name(100) },
  hall: { headings: ['地点', '场地'], read: name(40) },
  hallEn: { headings: ['场地英文名', '地点英文名'], empty: '', read: name(80) },
  startsOn: { headings: ['开始日期'], read: day },
  endsOn: { headings: ['结束日期'], read: day },
  hours: { headings: ['场次', '时间'], read: hours },
  places: { headings: ['每场名额', '名额'], read: whole(1, 100_000) },
  priceFen: { headings: ['票价(元)', '票价'], empty: 0, read: yuan(0, 10_000_000) },
  entry: { headings: ['入场方式'], read: oneOf(entries) },
};

export function headingOf(field: keyof ProgrammeListEntry): string {
  return programmeListColumns[field].headings[0];
}
