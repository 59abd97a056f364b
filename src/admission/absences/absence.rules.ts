import type { Text } from '../../kernel/text.js';
import { daysBetween, isDayBefore, laterDay } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

/** So many absences within so many days bar from first-come booking for so many days. */
export interface AbsenceRule {
  readonly absences: number;
  readonly withinDays: number;
  readonly barredDays: number;
}

/** The longest that a rule may look back, and bar. */
export const mostDays = 730;

/** Marks older than this can bar nobody any more. */
export const daysRemembered = 2 * mostDays;

/** The scope of a policy for every kind of pool that has none of its own. */
export const everyScope = '*';

/** A published version; it holds from its first day until the next of its scope. No rule: absences do not bar. */
export interface PolicyVersion {
  readonly scope: string;
  readonly validFrom: PlainDate;
  readonly rule: AbsenceRule | null;
}

/** A mark that counts; there is at most one a day. */
export interface CountedMark {
  readonly id: string;
  readonly day: PlainDate;
  /** The kind of pool that it was given in. */
  readonly scope: string;
  readonly reason: Text;
}

/** Barred from `from`; on `until` one may book again. */
export interface Bar {
  readonly from: PlainDate;
  readonly until: PlainDate;
  /** The marks that brought it. */
  readonly marks: readonly CountedMark[];
}

export interface Standing {
  readonly rule: AbsenceRule;
  /** Those within the days that the rule looks back, the oldest first. */
  readonly marks: readonly CountedMark[];
  /** With so many more a bar begins; at least 1. */
  readonly marksLeft: number;
  readonly bar: Bar | null;
}

/** The version that pools of a kind follow on a day: that of their own scope, or else that of every scope. */
export function versionOn(versions: readonly PolicyVersion[], kind: string, day: PlainDate): PolicyVersion | undefined {
  const begun = versions.filter(({ validFrom }) => !isDayBefore(day, validFrom));
  const latestOf = (scope: string) =>
    begun
      .filter((version) => version.scope === scope)
      .reduce<PolicyVersion | undefined>((a, b) => (a && isDayBefore(b.validFrom, a.validFrom) ? a : b), undefined);
  return latestOf(kind) ?? latestOf(everyScope);
}

/**
 * How somebody stands with pools of a kind; undefined where absences do not bar there today. Each mark is judged by the
 * version of its own day, so that a version published later neither bars for what was before it nor sets anybody free,
 * except that where absences do not bar any more, nobody is barred.
 */
export function standingOn(
  versions: readonly PolicyVersion[],
  kind: string,
  marks: readonly CountedMark[],
  today: PlainDate,
): Standing | undefined {
  const version = versionOn(versions, kind, today);
  if (!version?.rule) return undefined;
  const { rule } = version;
  const known = marks.filter(({ day }) => !isDayBefore(today, day)).sort(byDay);
  const counted = within(known, version, rule.withinDays, today);
  return {
    rule,
    marks: counted,
    marksLeft: Math.max(1, rule.absences - counted.length),
    bar: barOn(versions, kind, known, today),
  };
}

/** The bar that holds today, with all that join it: a mark given while one is barred bars for longer. */
function barOn(
  versions: readonly PolicyVersion[],
  kind: string,
  marks: readonly CountedMark[],
  today: PlainDate,
): Bar | null {
  const bars = marks.flatMap((mark) => barBy(versions, kind, marks, mark) ?? []);
  const joined = bars.reduce<Bar | null>((bar, next) => (bar ? join(bar, next) : next), null);
  return joined && isDayBefore(today, joined.until) ? joined : null;
}

/** The bar that a mark brings, if with it there are enough of them. */
function barBy(
  versions: readonly PolicyVersion[],
  kind: string,
  marks: readonly CountedMark[],
  { id, day }: CountedMark,
): Bar | undefined {
  const version = versionOn(versions, kind, day);
  if (!version?.rule) return undefined;
  const { absences, withinDays, barredDays } = version.rule;
  const counted = within(marks, version, withinDays, day);
  if (counted.length < absences || !counted.some((mark) => mark.id === id)) return undefined;
  return { from: day, until: day.add({ days: barredDays }), marks: counted };
}

/** Two bars in the order in which they begin; where there are days between them, only the later one is of interest. */
function join(bar: Bar, next: Bar): Bar {
  if (isDayBefore(bar.until, next.from)) return next;
  const marks = [...bar.marks, ...next.marks.filter(({ id }) => bar.marks.every((mark) => mark.id !== id))];
  return { from: bar.from, until: laterDay(bar.until, next.until), marks };
}

/** The marks that a version counts, on a day and the days before it, so many days in all. */
function within(marks: readonly CountedMark[], { scope }: PolicyVersion, days: number, day: PlainDate): CountedMark[] {
  return marks.filter((mark) => {
    const age = daysBetween(mark.day, day);
    return (scope === everyScope || mark.scope === scope) && age >= 0 && age < days;
  });
}

function byDay(a: CountedMark, b: CountedMark): number {
  return daysBetween(b.day, a.day);
}
