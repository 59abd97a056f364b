import { Temporal } from '../kernel/time.js';
import { name, whole, wrong, yuan } from '../platform/sheets/columns.js';
import type { Columns, Read } from '../platform/sheets/columns.js';

/** One row of a course list, read and right. */
export interface CourseListEntry {
  readonly course: string;
  readonly courseEn: string;
  readonly category: string;
  readonly weekday: number;
  readonly startsAt: Temporal.PlainTime;
  readonly minutes: number;
  readonly sessionCount: number;
  readonly room: string;
  readonly teacher: string;
  readonly capacity: number;
  readonly minimum: number;
  readonly feeFen: number;
  readonly meetsOnMakeUpDays: boolean;
}

export type Field = keyof CourseListEntry;

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const english = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function weekday(text: string): Read<number> {
  const plain = text
    .replace(/^(星期|礼拜)/, '周')
    .replace(/周[天7]/, '周日')
    .toLowerCase();
  const index = Math.max(weekdays.indexOf(plain), english.indexOf(plain.slice(0, 3)));
  return index >= 0 ? { value: index + 1 } : wrong('须为周一到周日', 'must be a day from Mon to Sun');
}

/** Minutes since midnight of `19:00`, or of 19/24 of a day, as Excel keeps it. */
function minutesOfDay(text: string): number {
  if (/^0?\.\d+$/.test(text)) return Math.round(Number(text) * 24 * 60);
  const match = /^(\d{1,2}):([0-5]\d)(:00)?$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
}

function time(text: string): Read<Temporal.PlainTime> {
  const minutes = minutesOfDay(text);
  return minutes < 24 * 60
    ? { value: Temporal.PlainTime.from({ hour: Math.trunc(minutes / 60), minute: minutes % 60 }) }
    : wrong('须为时间，如 19:00', 'must be a time such as 19:00');
}

function yesOrNo(text: string): Read<boolean> {
  if (/^(是|上课|y|yes|true|1)$/i.test(text)) return { value: true };
  if (/^(否|不上课|n|no|false|0)$/i.test(text)) return { value: false };
  return wrong('须为“是”或“否”', 'must be yes or no');
}

/** The columns of a course list, in the order in which Linli writes them. */
export const courseListColumns: Columns<CourseListEntry> = {
  course: { headings: ['课程', '课程名称'], read: name(60) },
  courseEn: { headings: ['course', '英文名', '课程英文名'], read: name(80) },
  category: { headings: ['类别', '分类'], read: name(20) },
  weekday: { headings: ['上课日', '星期', '上课时间(星期)'], read: weekday },
  startsAt: { headings: ['开始', '开始时间'], empty: Temporal.PlainTime.from('19:00'), read: time },
  minutes: { headings: ['时长(分钟)', '时长', '分钟'], empty: 90, read: whole(15, 480) },
  sessionCount: { headings: ['课次', '次数'], empty: 12, read: whole(1, 100) },
  room: { headings: ['教室', '地点'], read: name(40) },
  teacher: { headings: ['教师', '老师'], read: name(40) },
  capacity: { headings: ['名额', '人数'], empty: 20, read: whole(1, 1000) },
  minimum: { headings: ['最少开班人数', '开班人数'], empty: 0, read: whole(0, 1000) },
  feeFen: { headings: ['费用(元)', '费用', '学费(元)'], empty: 0, read: yuan(0, 10_000_000) },
  meetsOnMakeUpDays: { headings: ['调休日上课'], empty: false, read: yesOrNo },
};

export function headingOf(field: Field): string {
  return courseListColumns[field].headings[0];
}
