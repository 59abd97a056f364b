import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { inLanguage } from '../kernel/text.js';
import type { Language, Text } from '../kernel/text.js';
import type { Instant } from '../kernel/time.js';

/** One session as a calendar shows it. */
export interface FeedSession {
  readonly id: string;
  readonly name: Text;
  readonly number: number;
  readonly sessionCount: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly place: Text;
  readonly address: string;
  readonly teacher: string;
  readonly note: string | null;
  readonly isCancelled: boolean;
  /** The place is held until the fee is paid. */
  readonly isUnpaid: boolean;
  readonly leaveAsked: boolean;
  readonly provisional: boolean;
  /** Rises with every change of the session. */
  readonly sequence: number;
  /** When the session, or the learner's place in it, last changed. */
  readonly revisedAt: Instant;
}

const refreshSeconds = 3600;

/**
 * RFC 5545 text of somebody's sessions. Times are in UTC, which every calendar program shows in its own zone and which
 * needs no VTIMEZONE; each session is an event of its own, so no rule of repetition can drift. The same sessions give
 * the same text.
 */
export function calendarText(sessions: readonly FeedSession[], language: Language): string {
  const calendar = ical({
    name: say({ zh: '邻里夜校课程', en: 'Linli evening school' }, language),
    prodId: { company: 'linli', product: 'evening-school', language: language === 'en' ? 'EN' : 'ZH' },
    ttl: refreshSeconds,
  });
  for (const session of sessions) {
    calendar.createEvent({
      id: `${session.id}@linli`,
      sequence: session.sequence,
      stamp: dateOf(session.revisedAt),
      lastModified: dateOf(session.revisedAt),
      start: dateOf(session.startsAt),
      end: dateOf(session.endsAt),
      summary: summary(session, language),
      location: say(session.place, language),
      description: description(session, language),
      status: statusOf(session),
      transparency: isAway(session) ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
  }
  return `${calendar.toString()}\r\n`;
}

function statusOf(session: FeedSession): ICalEventStatus {
  if (session.isCancelled) return ICalEventStatus.CANCELLED;
  return session.isUnpaid ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

function isAway(session: FeedSession): boolean {
  return session.isCancelled || session.leaveAsked;
}

/** Programs that do not show STATUS still show the title. */
function summary(session: FeedSession, language: Language): string {
  const name = say(session.name, language);
  if (session.isCancelled) return say({ zh: `【已取消】${name}`, en: `Cancelled: ${name}` }, language);
  if (session.leaveAsked) return say({ zh: `【已请假】${name}`, en: `On leave: ${name}` }, language);
  return name;
}

function description(session: FeedSession, language: Language): string {
  const { number, sessionCount, teacher, address, note } = session;
  const lines: Text[] = [
    { zh: `第 ${number} 次课，共 ${sessionCount} 次`, en: `Session ${number} of ${sessionCount}` },
    { zh: `教师：${teacher}`, en: `Teacher: ${teacher}` },
    { zh: `地址：${address}`, en: `Address: ${address}` },
  ];
  if (note !== null) lines.push({ zh: `说明：${note}`, en: `Note: ${note}` });
  if (session.isUnpaid) lines.push({ zh: '名额待缴费', en: 'The place is held until the fee is paid' });
  if (session.provisional) {
    lines.push({
      zh: '日期暂定：当年节假日安排尚未公布',
      en: 'Provisional: the holidays of that year are not published yet',
    });
  }
  return lines.map((line) => say(line, language)).join('\n');
}

function say(text: Text, language: Language): string {
  return inLanguage(text, language);
}

function dateOf(instant: Instant): Date {
  return new Date(instant.epochMilliseconds);
}
