import { Column, PrimaryColumn } from 'typeorm';
import type { ColumnOptions, ValueTransformer } from 'typeorm';
import { readDate, Temporal } from '../../kernel/time.js';
import type { Days, Period, Span } from '../../kernel/time.js';
import { instantOf } from './sql-values.js';

type Options = Pick<ColumnOptions, 'nullable' | 'name' | 'update' | 'array' | 'default' | 'select'>;

function transformer<Value, Stored>(from: (stored: Stored) => Value, to: (value: Value) => unknown): ValueTransformer {
  return {
    from: (stored: Stored | null) => (stored === null ? null : from(stored)),
    // Find operators pass through here too; only plain values are converted.
    to: (value: Value | null | undefined) => (value === null || value === undefined ? value : to(value)),
  };
}

const instant = transformer(instantOf, (value: Temporal.Instant) => value.toString());
const date = transformer(readDate, (value: Temporal.PlainDate) => value.toString());
const time = transformer(
  (stored: string) => Temporal.PlainTime.from(stored),
  (value: Temporal.PlainTime) => value.toString(),
);
const number = transformer(
  (stored: string) => Number(stored),
  (value: number) => value,
);
const span = transformer(readSpan, writeSpan);
const spans = transformer(readSpans, writeSpans);
const days = transformer(readDays, writeDays);

/** uuid primary key; the application makes the value (`newId()`). */
export const IdColumn = () => PrimaryColumn({ type: 'uuid' });
export const UuidColumn = (options: Options = {}) => Column({ type: 'uuid', ...options });
export const TextColumn = (options: Options = {}) => Column({ type: 'text', ...options });
export const IntColumn = (options: Options = {}) => Column({ type: 'integer', ...options });
export const FlagColumn = (options: Options = {}) => Column({ type: 'boolean', ...options });
export const JsonColumn = (options: Options = {}) => Column({ type: 'jsonb', ...options });
/** bigint ⇄ number: money in fen. */
export const FenColumn = (options: Options = {}) => Column({ type: 'bigint', transformer: number, ...options });
/** numeric ⇄ number: so many digits in all, so many of them after the point. */
export const DecimalColumn = (precision: number, scale: number, options: Options = {}) =>
  Column({ type: 'numeric', precision, scale, transformer: number, ...options });
/** timestamptz ⇄ Temporal.Instant, to the millisecond. */
export const InstantColumn = (options: Options = {}) =>
  Column({ type: 'timestamptz', transformer: instant, ...options });
/** The same as part of a primary key. */
export const InstantKeyColumn = (primaryKeyConstraintName: string) =>
  PrimaryColumn({ type: 'timestamptz', transformer: instant, primaryKeyConstraintName });
/** date ⇄ Temporal.PlainDate. */
export const DateColumn = (options: Options = {}) => Column({ type: 'date', transformer: date, ...options });
/** time ⇄ Temporal.PlainTime. */
export const TimeColumn = (options: Options = {}) => Column({ type: 'time', transformer: time, ...options });
/** tstzrange `[start,end)` ⇄ Span. */
export const SpanColumn = (options: Options = {}) => Column({ type: 'tstzrange', transformer: span, ...options });
/** tstzmultirange ⇄ Span[]. */
export const SpansColumn = (options: Options = {}) =>
  Column({ type: 'tstzmultirange', transformer: spans, ...options });
/** daterange `[from,until)` ⇄ Days. */
export const DaysColumn = (options: Options = {}) => Column({ type: 'daterange', transformer: days, ...options });

/** `["2026-09-01 11:00:00+00","2026-09-01 12:30:00+00")` → Span. */
export function readSpan(stored: string): Span {
  const [first] = readSpans(stored);
  if (!first) throw new Error('An empty range is no span of time.');
  return first;
}

export function writeSpan(value: Span): string {
  return `[${value.startsAt.toString()},${value.endsAt.toString()})`;
}

/** `{[a,b),[c,d)}` → Span[]. */
export function readSpans(stored: string): Span[] {
  return [...stored.matchAll(/[[(]"?([^",]+)"?,"?([^")\]]+)"?[)\]]/g)].map(([, startsAt = '', endsAt = '']) => ({
    startsAt: readTimestamp(startsAt),
    endsAt: readTimestamp(endsAt),
  }));
}

export function writeSpans(value: readonly Span[]): string {
  return `{${value.map(writeSpan).join(',')}}`;
}

/** `[2026-09-01,2026-10-01)`, or `[2026-09-01,)`, → Days. */
export function readDays(stored: string): Days {
  const [, from, until] = /^\[([^,]+),([^)]*)\)$/.exec(stored) ?? [];
  if (from === undefined) throw new Error('These are no days with a beginning.');
  return { from: Temporal.PlainDate.from(from), until: until ? Temporal.PlainDate.from(until) : null };
}

/** The same, of days that have an end. */
export function readPeriod(stored: string): Period {
  const { from, until } = readDays(stored);
  if (until === null) throw new Error('These days have no end.');
  return { from, until };
}

export function writeDays({ from, until }: Days): string {
  return `[${from.toString()},${until?.toString() ?? ''})`;
}

/** A timestamptz as PostgreSQL writes it in ranges, `2026-09-01 11:00:00+00`. */
function readTimestamp(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}
