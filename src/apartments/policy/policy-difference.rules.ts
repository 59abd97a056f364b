import type { PolicyValues } from './policy.contract.js';

/** One value that is not the same; null is what is not there. */
export interface Difference {
  /** `rent.byTier.E`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What differs between two policies, key by key; a list such as the shares by term is one value. */
export function differences(from: PolicyValues, to: PolicyValues): Difference[] {
  return differencesAt('', from, to);
}

function differencesAt(path: string, from: unknown, to: unknown): Difference[] {
  if (!isKeyed(from) || !isKeyed(to)) return isSame(from, to) ? [] : [{ path, from: from ?? null, to: to ?? null }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => differencesAt(path === '' ? key : `${path}.${key}`, from[key], to[key]));
}

function isKeyed(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(from: unknown, to: unknown): boolean {
  return JSON.stringify(from ?? null) === JSON.stringify(to ?? null);
}
