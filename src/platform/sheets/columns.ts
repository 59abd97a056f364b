import { readYuan } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import type { Text } from '../../kernel/text.js';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

/** A cell that was read, or why it cannot be. */
export type Read<Value> = { readonly value: Value } | { readonly wrong: Text };

export interface Column<Value> {
  /** The heading as Linli writes it, and others that it understands. */
  readonly headings: readonly [string, ...string[]];
  /** What an empty cell or a missing column means; without it the cell must be filled. */
  readonly empty?: Value;
  readonly read: (text: string) => Read<Value>;
}

/** The columns of a list by the field that each fills, in the order in which Linli writes them. */
export type Columns<Entry> = { readonly [Field in keyof Entry]: Column<Entry[Field]> };

export const wrong = (zh: string, en: string): { wrong: Text } => ({ wrong: { zh, en } });

export function name(max: number): (text: string) => Read<string> {
  return (text) => {
    if ([...text].length > max) return wrong(`最多 ${max} 个字`, `at most ${max} characters`);
    return /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(text)
      ? wrong('含有不可见字符', 'contains control characters')
      : { value: text };
  };
}

export function whole(min: number, max: number): (text: string) => Read<number> {
  return (text) => {
    const value = /^\d{1,6}(\.0+)?$/.test(text) ? Number(text) : NaN;
    const fits = value >= min && value <= max;
    return fits ? { value } : wrong(`须为 ${min} 到 ${max} 的整数`, `must be a whole number from ${min} to ${max}`);
  };
}

/** `500`, `1,500.50元`, as fen; the limits are fen too. */
export function yuan(min: Fen, max: Fen): (text: string) => Read<Fen> {
  const [least, most] = [min / 100, max / 100];
  return (text) => {
    const value = readYuan(text.replace(/元$/, ''));
    const fits = value !== undefined && value >= min && value <= max;
    return fits
      ? { value }
      : wrong(
          `须为 ${least} 到 ${most} 元的金额`,
          `must be an amount from ${least} to ${most.toLocaleString('en')} yuan`,
        );
  };
}

/** `2026-09-01`, `2026/9/1`, `2026.9.1` or `2026年9月1日`. */
export function day(text: string): Read<PlainDate> {
  const [, year, month, date] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.replace(/\s/g, '')) ?? [];
  try {
    const parts = { year: Number(year), month: Number(month), day: Number(date) };
    return { value: Temporal.PlainDate.from(parts, { overflow: 'reject' }) };
  } catch {
    return wrong('须为日期，如 2026-09-01', 'must be a date such as 2026-09-01');
  }
}

/**
 * Headings and cells as people type them: full-width characters as plain ones, no space around, and without the
 * apostrophe that keeps a spreadsheet from running them as a formula.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^'(?=[=+\-@])/, '');
}

export function fieldsOf<Entry>(columns: Columns<Entry>): (keyof Entry & string)[] {
  return Object.keys(columns) as (keyof Entry & string)[];
}

export function fieldUnder<Entry>(columns: Columns<Entry>, heading: string): (keyof Entry & string) | undefined {
  const plain = plainHeading(heading);
  return fieldsOf(columns).find((field) => columns[field].headings.some((known) => plainHeading(known) === plain));
}

function plainHeading(heading: string): string {
  return normalise(heading).replace(/\s/g, '').toLowerCase();
}
