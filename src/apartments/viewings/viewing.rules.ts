import { isBefore } from '../../kernel/time.js';
import type { Instant, Span } from '../../kernel/time.js';
import { underReview } from '../applications/application.lifecycle.js';
import type { ApplicationState } from '../applications/application.lifecycle.js';

export const viewingRules = {
  /** Most viewings that one person has before them at one house. */
  openPerPerson: 3,
  daysAhead: 90,
  minutes: { least: 10, most: 240 },
  mostParties: 50,
} as const;

/** Whoever has an application in one of these states views units of its house. */
export const mayView: readonly ApplicationState[] = [...underReview, 'approved'];

export type TimeFault = 'in_the_past' | 'too_far_ahead';

/** What is wrong with the beginning of a viewing time, if anything is. */
export function faultOfStart(startsAt: Instant, now: Instant): TimeFault | undefined {
  if (!isBefore(now, startsAt)) return 'in_the_past';
  return isBefore(now.add({ hours: viewingRules.daysAhead * 24 }), startsAt) ? 'too_far_ahead' : undefined;
}

/** From its first moment on it is neither moved nor withdrawn, and who came can be marked. */
export function hasBegun({ startsAt }: Span, now: Instant): boolean {
  return !isBefore(now, startsAt);
}

/** What is known of a request when it is decided. */
export interface ViewingFacts {
  readonly applicationId: string | null;
  /** Whether what is to be viewed stands open on that day. */
  readonly isShown: boolean;
  /** Subjects of what the person has before them at the house, that which is moved left out. */
  readonly open: readonly string[];
  readonly subject: string;
}

export type ViewingFault = 'no_application' | 'not_shown' | 'one_open' | 'too_many_open';

export function faultOfRequest({ applicationId, isShown, open, subject }: ViewingFacts): ViewingFault | undefined {
  if (applicationId === null) return 'no_application';
  if (!isShown) return 'not_shown';
  if (open.includes(subject)) return 'one_open';
  return open.length >= viewingRules.openPerPerson ? 'too_many_open' : undefined;
}
