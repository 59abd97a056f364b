import { parts } from './figures/line.js';
import type { Part } from './figures/line.js';

export const tiers = ['A', 'B', 'C'] as const;
export type Tier = (typeof tiers)[number];

export interface Options {
  readonly parts: readonly Part[];
  readonly tiers: readonly Tier[];
  /** Length of each measurement of a closed loop. */
  readonly seconds: number;
  /** Also with ten million bookings. */
  readonly big: boolean;
  /** A fifth of everything, to see that it runs. */
  readonly quick: boolean;
  /** Only write the tables of README and docs anew. */
  readonly pages: boolean;
}

/** A flag that cannot be followed; the message is for the person at the terminal. */
export class WrongFlag extends Error {}

export const benchUsage = `npm run bench -- [--only ${parts.join('|')}] [--tier A|B|C] [--seconds n] [--big] [--quick] [--pages]`;
export const rehearseUsage = 'npm run rehearse -- [--tier A|B|C] [--term name] [--hottest course] [--quick]';

/** Reads the flags of `npm run bench`. */
export function readOptions(args: readonly string[]): Options {
  const flags = readFlags(args, ['only', 'tier', 'seconds'], ['big', 'quick', 'pages'], benchUsage);
  const only = flags.get('only');
  if (only !== undefined && !isOneOf(parts, only)) throw wrong('--only', only, parts, benchUsage);
  const tier = readTier(flags, benchUsage);
  const seconds = Number(flags.get('seconds') ?? (flags.has('quick') ? 1 : 4));
  if (!(seconds >= 1 && seconds <= 600)) throw new WrongFlag('--seconds must be a number from 1 to 600.');
  return {
    parts: only ? [only] : tier ? ['tiers'] : parts,
    tiers: tier ? [tier] : tiers,
    seconds,
    big: flags.has('big'),
    quick: flags.has('quick'),
    pages: flags.has('pages'),
  };
}

export interface RehearsalOptions {
  readonly tier: Tier;
  readonly term: string | undefined;
  readonly hottest: string | undefined;
  readonly quick: boolean;
}

/** Reads the flags of `npm run rehearse`. */
export function readRehearsalOptions(args: readonly string[]): RehearsalOptions {
  const flags = readFlags(args, ['tier', 'term', 'hottest'], ['quick'], rehearseUsage);
  const tier = readTier(flags, rehearseUsage) ?? 'B';
  return { tier, term: flags.get('term'), hottest: flags.get('hottest'), quick: flags.has('quick') };
}

function readTier(flags: ReadonlyMap<string, string>, usage: string): Tier | undefined {
  const tier = flags.get('tier')?.toUpperCase();
  if (tier !== undefined && !isOneOf(tiers, tier)) throw wrong('--tier', tier, tiers, usage);
  return tier;
}

/** Flags with a value, `--name value` or `--name=value`, and flags without. */
function readFlags(
  args: readonly string[],
  valued: readonly string[],
  bare: readonly string[],
  usage: string,
): Map<string, string> {
  const flags = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const [, name = '', inline] = /^--([a-z]+)(?:=(.*))?$/.exec(args[at] ?? '') ?? [];
    if (bare.includes(name) && inline === undefined) flags.set(name, '');
    else if (valued.includes(name)) {
      const value = inline ?? args[++at];
      if (value === undefined) throw new WrongFlag(`--${name} needs a value. ${usage}`);
      flags.set(name, value);
    } else throw new WrongFlag(`There is no flag ${args[at]}. ${usage}`);
  }
  return flags;
}

function isOneOf<Name extends string>(names: readonly Name[], given: string): given is Name {
  return (names as readonly string[]).includes(given);
}

function wrong(flag: string, given: string, names: readonly string[], usage: string): WrongFlag {
  return new WrongFlag(`${flag} is one of ${names.join(', ')}, not ${given}. ${usage}`);
}
