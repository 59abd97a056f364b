import { z } from 'zod';
import { languages } from './text.js';
import type { Text } from './text.js';
import { Temporal } from './time.js';

/*
 * Named pieces that every contract is built from. Inputs are strict objects: an unknown field is refused, since
 * a misspelt field that is silently dropped is a wish that is silently not fulfilled.
 */

/** Adds a rule of our own to a schema, with its sentence in both languages. */
export function rule<Schema extends z.ZodType>(
  schema: Schema,
  holds: (value: z.output<Schema>) => boolean,
  words: Text,
): Schema {
  return schema.refine(holds, { params: { zh: words.zh, en: words.en } });
}

/** Text of a certain form. The refusal says the form in words: nobody reads a pattern. */
export function formed(pattern: RegExp, words: Text) {
  return rule(z.string(), (text) => pattern.test(text), words).meta({ pattern: pattern.source });
}

export const id = z.uuid().meta({ description: 'uuid v7' });

/**
 * No control characters, halves of characters or marks that turn the direction of what follows: PostgreSQL cannot keep
 * the first two, the last make a name read as another, and nobody types any of them.
 */
const plainText = /^[^\p{Cc}\p{Cs}\p{Bidi_Control}]*$/u;
const oneLine = {
  zh: '不能含有换行、制表符或其他不可见的控制字符，请删去后重试',
  en: 'It must be one line, without tabs or other invisible control characters; remove them and try again',
};

/** One line of text that people typed: trimmed, never empty. */
export function line(max: number) {
  return rule(z.string().trim().min(1).max(max), (text) => plainText.test(text), oneLine);
}

/** What people tell at some length, in several lines where they like; trimmed, never empty. */
export function lines(max: number) {
  const typed = z.string().trim().min(1).max(max);
  const plain = rule(typed, (text) => plainText.test(text.replace(/\r?\n/g, '')), {
    zh: '除换行外不能含有制表符或其他不可见的控制字符，请删去后重试',
    en: 'Apart from line breaks it must have no tabs or other invisible control characters; remove them and try again',
  });
  return plain.overwrite((text) => text.replaceAll('\r\n', '\n'));
}

/** What somebody looks for in a list; may be empty. */
export const searchText = rule(z.string().trim().max(60), (text) => plainText.test(text), oneLine).optional();

export const language = z.enum(languages);

const dateForm = /^(19|20|21)\d{2}-\d{2}-\d{2}$/;

/** A date of the calendar, `2026-09-01`, between 1900 and 2199. */
export const plainDate = rule(
  formed(dateForm, {
    zh: '须为 1900 到 2199 年间的日期，如 2026-09-01',
    en: 'It must be a date from 1900 to 2199, such as 2026-09-01',
  }),
  (text) => {
    if (!dateForm.test(text)) return true; // has been said
    try {
      Temporal.PlainDate.from(text, { overflow: 'reject' });
      return true;
    } catch {
      return false;
    }
  },
  { zh: '日历上没有这一天', en: 'There is no such day in the calendar' },
).meta({ description: 'Date, YYYY-MM-DD', format: 'date' });

/** A time of the house's wall clock, `19:00`. */
export const timeOfDay = formed(/^([01]\d|2[0-3]):[0-5]\d$/, {
  zh: '须为 24 小时制的时间，如 19:00',
  en: 'It must be a time of day, such as 19:00',
}).meta({ description: 'Wall-clock time, HH:MM' });

/** The six digits that were sent to a phone, or that an authenticator shows. */
export const sixDigits = formed(/^\d{6}$/, { zh: '须为 6 位数字', en: 'It must be six digits' });

/** A month of the calendar, `2026-09`, between 1900 and 2199. */
export const calendarMonth = formed(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/, {
  zh: '须为月份，如 2026-09',
  en: 'It must be a month, such as 2026-09',
}).meta({ description: 'Calendar month, YYYY-MM' });

/** An instant in ISO 8601 with its offset, `2026-09-01T19:00:00+08:00`. */
export const instant = rule(z.iso.datetime({ offset: true }).max(40), isInstant, {
  zh: '须为 1900 到 2199 年间的时刻，如 2026-09-01T19:00:00+08:00',
  en: 'It must be a moment from 1900 to 2199, such as 2026-09-01T19:00:00+08:00',
}).meta({ description: 'Instant with offset', format: 'date-time' });

const knownInstants = new Set<string>();
const mostKnownInstants = 2_000;

/** Answers carry the same moments again and again, and to read one is slow. */
function isInstant(text: string): boolean {
  if (knownInstants.has(text)) return true;
  if (!readsAsInstant(text)) return false;
  if (knownInstants.size >= mostKnownInstants) knownInstants.clear();
  knownInstants.add(text);
  return true;
}

function readsAsInstant(text: string): boolean {
  // Offsets of the world's zones end at 14 hours, fractions of a second at the nanosecond.
  if (!/^(19|20|21)\d{2}-/.test(text) || /[+-](1[5-9]|2\d)/.test(text.slice(11))) return false;
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

/** An amount of money in fen. */
export const fen = z.int().min(0).max(100_000_000).meta({ description: 'Amount in fen (1 yuan = 100 fen)' });

/** An amount that may be negative, such as a balance. */
export const signedFen = z.int().meta({ description: 'Amount in fen; below zero the house owes it' });

/** A short public reference such as `E7KM-4QXR`. */
export const reference = z.string().max(12).meta({ description: 'Short reference, read aloud without mistakes' });

/** The page of a list that is asked for; 1 is the first. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

/** One page of a list, with the count of all. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.int(), page: z.int(), size: z.int() });
}

export interface Page<Item> {
  items: Item[];
  total: number;
  page: number;
  size: number;
}

export const byId = z.strictObject({ id });

/** For routes that take no query or no body at all. */
export const nothing = z.strictObject({});
