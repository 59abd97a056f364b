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

/** One line of text that people typed: trimmed, no control characters, never empty. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u);
}

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
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'Instant with offset' });

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
