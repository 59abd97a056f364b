import { daysBetween, isDayBefore } from '../../kernel/time.js';
import { cell, checkSheet, findTwins } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow, CheckedSheet } from '../../platform/sheets/check-sheet.rules.js';
import type { Sheet } from '../../platform/sheets/read-sheet.js';
import { headingOf, programmeListColumns } from './programme-list.columns.js';
import type { ProgrammeListEntry } from './programme-list.columns.js';
import { mostSlots, overlappingTimes, plannedSlots } from './slot-plan.rules.js';
import type { ItemTime } from './slot-plan.rules.js';

/** Reads every cell and names every one that cannot be taken; rows with an error are left out of the rows. */
export function checkProgrammeList(sheet: Sheet, zone: string): CheckedSheet<ProgrammeListEntry> {
  const { rows, errors } = checkSheet(sheet, programmeListColumns);
  const found = rows.flatMap((row) => errorsIn(row, zone));
  const twins = findTwins(rows, identityOf, (checked, first) => {
    const { title } = checked.entry;
    return cell(checked.row, headingOf('title'), title, `与第 ${first} 行重复`, `is the same as row ${first}`);
  });
  const bad = new Set([...found, ...twins].map(({ row }) => row));
  return { rows: rows.filter(({ row }) => !bad.has(row)), errors: [...errors, ...found, ...twins] };
}

/** What makes an item the same item at its venue: its title and its first day. */
export function identityOf({ title, startsOn }: Pick<ProgrammeListEntry, 'title' | 'startsOn'>): string {
  return `${title}\n${startsOn.toString()}`;
}

/**
 * An exhibition has its hours on every open day. A performance with as many hours as days has one showing a day, in
 * that order; otherwise each of its hours is on every day.
 */
export function timesOf({ kind, startsOn, endsOn, hours }: ProgrammeListEntry): ItemTime[] {
  const isOneADay = kind === 'performance' && hours.length > 1 && hours.length === daysBetween(startsOn, endsOn) + 1;
  return hours.map((time, index) => {
    return { day: isOneADay ? startsOn.add({ days: index }).toString() : null, ...time };
  });
}

/** Exhibitions rest on Mondays, as is the custom; staff may open them. */
export function planOf(entry: ProgrammeListEntry) {
  const { startsOn, endsOn, kind } = entry;
  return { startsOn, endsOn, times: timesOf(entry), closedWeekdays: kind === 'exhibition' ? [1] : [], closedOn: [] };
}

function errorsIn({ row, entry }: CheckedRow<ProgrammeListEntry>, zone: string): CellError[] {
  const errors: CellError[] = [];
  const add = (field: keyof ProgrammeListEntry, value: string, zh: string, en: string) =>
    errors.push(cell(row, headingOf(field), value, zh, en));
  if (isDayBefore(entry.endsOn, entry.startsOn)) {
    add('endsOn', entry.endsOn.toString(), '早于开始日期', 'is before the first day');
  } else {
    const slots = plannedSlots(planOf(entry), zone).length;
    const most = `${mostSlots}`;
    if (slots > mostSlots)
      add('endsOn', entry.endsOn.toString(), `场次超过 ${most} 个`, `there would be more than ${most} slots`);
    if (slots === 0)
      add('startsOn', entry.startsOn.toString(), '这些日期都闭馆（周一）', 'all of these days are closed (Mondays)');
  }
  if (overlappingTimes(timesOf(entry))) {
    const written = entry.hours.map(({ from, until }) => `${from}-${until}`).join(';');
    add('hours', written, '场次时间重叠', 'the slots overlap');
  }
  if ((entry.kind === 'exhibition') !== (entry.entry === 'timed')) {
    add(
      'entry',
      '',
      '展览须为分时预约，演出须为对号入座或不对号',
      'an exhibition is 分时预约, a performance 对号入座 or 不对号',
    );
  }
  return errors;
}
