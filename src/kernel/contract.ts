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

export const id = z.uuid().meta({ description: 'uuid v7' });

/**
 * No control characters, halves of characters or marks that turn the direction of what follows: PostgreSQL cannot keep
 * the first two, the last make a name read as another, and nobody types any of them.
 */
const plainText = /^[^\p{Cc}\p{Cs}\p{Bidi_Control}]*$/u;

/** One line of text that people typed: trimmed, never empty. */
export function line(max: number) {
  return z.string().trim().min(1).max(max).regex(plainText);
}

/** What somebody looks for in a list; may be empty. */
export const searchText = z.string().trim().max(60).regex(plainText).optional();

export const language = z.enum(languages);

/** A date of the calendar, `2026-09-01`, between 1900 and 2199. */
export const plainDate = rule(
  z.string().regex(/^(19|20|21)\d{2}-\d{2}-\d{2}$/),
  (text) => {
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
export const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ description: 'Wall-clock time, HH:MM' });

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
