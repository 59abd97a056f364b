import type { Text } from './text.js';
import { Temporal } from './time.js';

/** What sort of "no" it is; the HTTP floor maps each sort to one status. */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'not_acceptable_now'
  | 'too_many'
  | 'unavailable';

/** The facts behind a refusal: plain values, and Temporal values that JSON writes in ISO 8601. */
export type Facts = Readonly<Record<string, unknown>>;

/** Facts as JSON: Temporal values in ISO 8601 with their offset, without the zone's name in brackets. */
export function plainFacts(facts: Facts): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (value instanceof Temporal.ZonedDateTime) {
    return value.toString({ timeZoneName: 'never', smallestUnit: 'second' });
  }
  if (Array.isArray(value)) return value.map(plain);
  const isRecord = value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  return isRecord ? plainFacts(value as Facts) : value;
}

/** An expected no: a stable code, a sentence for people in both languages, and the facts behind it. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly kind: RefusalKind,
    readonly sentence: Text,
    readonly facts: Facts,
    /** Seconds after which trying again makes sense, where that is known. */
    readonly retryAfter?: number,
  ) {
    // An expected no has no need of a stack, and in a rush thousands are made.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${code}: ${sentence.en}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Refusal';
  }
}

interface RefusalRule<F extends Facts> {
  readonly kind: RefusalKind;
  readonly words: (facts: F) => Text;
}

/** A refusal whose sentence needs no facts. */
type NoFacts = Record<never, never>;

/** One row of a feature's table of refusals: its kind and its sentence, written from the facts. */
export function when(kind: RefusalKind, words: () => Text): RefusalRule<NoFacts>;
export function when<F extends Facts>(kind: RefusalKind, words: (facts: F) => Text): RefusalRule<F>;
export function when<F extends Facts>(kind: RefusalKind, words: (facts: F) => Text): RefusalRule<F> {
  return { kind, words };
}

type Refusals<Table> = {
  [Name in keyof Table]: Table[Name] extends RefusalRule<infer F>
    ? keyof F extends never
      ? () => Refusal
      : (facts: F) => Refusal
    : never;
};

const codes = new Set<string>();

/**
 * A feature's refusals, made from its table: `throw enrolment.not_open_yet({ opensAt })` carries the code
 * `enrolment.not_open_yet`. Each code belongs to one feature; the same code twice stops the start.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each row keeps its own facts; only the table is loose
export function refusals<const Table extends Record<string, RefusalRule<any>>>(
  feature: string,
  table: Table,
): Refusals<Table> {
  const entries = Object.entries(table).map(([name, rule]) => {
    const code = `${feature}.${name}`;
    if (codes.has(code)) throw new Error(`The refusal ${code} is defined twice.`);
    codes.add(code);
    return [
      name,
      (facts: Facts = {}) => new Refusal(code, rule.kind, rule.words(facts), facts, retryAfterOf(facts)),
    ] as const;
  });
  return Object.fromEntries(entries) as Refusals<Table>;
}

/** Every refusal code defined by the modules loaded so far, sorted. */
export function knownRefusalCodes(): readonly string[] {
  return [...codes].sort();
}

function retryAfterOf(facts: Facts): number | undefined {
  return typeof facts.retryAfterSeconds === 'number' ? facts.retryAfterSeconds : undefined;
}
