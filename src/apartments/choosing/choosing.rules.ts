import { atWallClock, isBefore, Temporal } from '../../kernel/time.js';
import type { Instant, Span } from '../../kernel/time.js';

/** Turns lie between these times of the house's wall clock. */
export const choosingHours = { from: '09:00', until: '18:00' } as const;

/** The first turn of so many minutes that begins no earlier than this and lies wholly within the hours of a day. */
export function nextTurn(notBefore: Instant, minutes: number, zone: string): Span {
  const day = notBefore.toZonedDateTimeISO(zone).toPlainDate();
  const opens = atWallClock(day, choosingHours.from, zone);
  const startsAt = isBefore(notBefore, opens) ? opens : notBefore;
  const endsAt = startsAt.add({ minutes });
  if (!isBefore(atWallClock(day, choosingHours.until, zone), endsAt)) return { startsAt, endsAt };
  const tomorrow = atWallClock(day.add({ days: 1 }), choosingHours.from, zone);
  return { startsAt: tomorrow, endsAt: tomorrow.add({ minutes }) };
}

/** So many turns, one after another. */
export function turnsFrom(startsAt: Instant, minutes: number, count: number, zone: string): Span[] {
  const turns: Span[] = [];
  for (let from = startsAt; turns.length < count; from = turns[turns.length - 1]?.endsAt ?? from) {
    turns.push(nextTurn(from, minutes, zone));
  }
  return turns;
}

/** Whether a turn that is still to come begins now: the one before ended early, today and within the hours. */
export function movesUp(turn: Span, now: Instant, zone: string): boolean {
  if (!isBefore(now, turn.startsAt)) return false;
  const day = now.toZonedDateTimeISO(zone).toPlainDate();
  if (!turn.startsAt.toZonedDateTimeISO(zone).toPlainDate().equals(day)) return false;
  return Temporal.Instant.compare(atWallClock(day, choosingHours.from, zone), now) <= 0;
}

export function isRunning({ startsAt, endsAt }: Span, now: Instant): boolean {
  return !isBefore(now, startsAt) && isBefore(now, endsAt);
}
