import type { Instant } from '../../kernel/time.js';
import { isBefore, latest } from '../../kernel/time.js';
import type { Opening } from './opening.entity.js';

/** Seconds, where nothing else is said. */
export const openingRules = {
  /** Tickets are given out so long before the opening. */
  earlyMinutes: 15,
  /** Whoever was called up may enrol for so long; then the ticket is worth nothing and a new one is taken. */
  turnMinutes: 15,
  /** A queue in front of the engine that is longer than this slows the calling down; one shorter speeds it up. */
  slowAboveSeconds: 2,
  fastBelowSeconds: 1,
} as const;

export type OpeningState = 'before' | 'running' | 'paused' | 'over';

export function stateOf(opening: Pick<Opening, 'opensAt' | 'closesAt' | 'pausedAt'>, now: Instant): OpeningState {
  if (!isBefore(now, opening.closesAt)) return 'over';
  if (opening.pausedAt) return 'paused';
  return isBefore(now, opening.opensAt) ? 'before' : 'running';
}

type Calling = Pick<Opening, 'called' | 'calledAt' | 'rate' | 'opensAt' | 'pausedAt'>;

/** How far the numbers are called up at this moment, with fractions; more than were given out when nobody waits. */
export function calledBy(opening: Calling, now: Instant): number {
  if (opening.pausedAt) return opening.called;
  const since = latest(opening.calledAt, opening.opensAt).epochMilliseconds;
  return opening.called + (opening.rate * Math.max(0, now.epochMilliseconds - since)) / 1000;
}

/** A person's turn as it stands. Waiting people learn how many are before them and about how long that takes. */
export type Turn =
  | { readonly state: 'waiting'; readonly ahead: number; readonly waitSeconds: number | null }
  | { readonly state: 'called' }
  | { readonly state: 'over' };

export function turnOf(opening: Calling & Pick<Opening, 'lapsed'>, number: number, now: Instant): Turn {
  if (number <= opening.lapsed) return { state: 'over' };
  const called = calledBy(opening, now);
  if (number <= called) return { state: 'called' };
  const untilOpen = Math.max(0, opening.opensAt.epochMilliseconds - now.epochMilliseconds) / 1000;
  const waitSeconds = opening.pausedAt || opening.rate === 0 ? null : untilOpen + (number - called) / opening.rate;
  return { state: 'waiting', ahead: number - 1 - Math.floor(called), waitSeconds };
}

/**
 * The calling brought up to now. Where nobody waits it starts anew: seconds in which nobody came give no right to let
 * many in at once later.
 */
export function calledUpTo(opening: Opening, now: Instant): Pick<Opening, 'called' | 'calledAt'> {
  return { called: Math.min(opening.issued, calledBy(opening, now)), calledAt: now };
}

/**
 * People to let in each second from now on, by how long the engine's queue takes at the speed measured: less when it grows
 * long, gradually more when it is short, never above the setting; as before where nothing was measured.
 */
export function nextRate(opening: Pick<Opening, 'perSecond' | 'rate'>, queueSeconds: number | undefined): number {
  const { perSecond, rate } = opening;
  if (perSecond === null) return 0;
  if (queueSeconds === undefined) return rate;
  if (queueSeconds > openingRules.slowAboveSeconds) return Math.max(1, rate * 0.7);
  if (queueSeconds < openingRules.fastBelowSeconds) return Math.min(perSecond, rate * 1.1 + 1);
  return rate;
}

const mostSecondsUnasked = 20;

/** Seconds after which a page that waits asks again: when its turn is likely, and now and then until then. */
export function askAgainAfter(turn: Turn): number {
  if (turn.state !== 'waiting') return 1;
  return Math.min(mostSecondsUnasked, Math.max(1, Math.ceil(turn.waitSeconds ?? mostSecondsUnasked)));
}
