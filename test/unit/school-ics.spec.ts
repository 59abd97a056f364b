import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { calendarText } from '../../src/evening-school/calendar-feed.ics.js';
import type { FeedSession } from '../../src/evening-school/calendar-feed.ics.js';
import { Temporal } from '../../src/kernel/time.js';

const at = (instant: string) => Temporal.Instant.from(instant);

const session: FeedSession = {
  id: '01990000-0000-7000-8000-000000000001',
  name: { zh: '零基础国画', en: 'Chinese painting for beginners' },
  number: 3,
  sessionCount: 12,
  startsAt: at('2026-09-22T11:00:00Z'),
  endsAt: at('2026-09-22T12:30:00Z'),
  place: { zh: '金港文化中心 书画教室', en: '书画教室, Culture centre' },
  address: '金港大道1号',
  teacher: '沈老师',
  note: null,
  isCancelled: false,
  isUnpaid: false,
  leaveAsked: false,
  provisional: false,
  sequence: 0,
  revisedAt: at('2026-08-20T02:00:00Z'),
};

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  return { calendar, events, first: events[0]! };
}

describe('the calendar text', () => {
  it('parses, with the session at its time on the wall clock of any zone', () => {
    const { first } = read(calendarText([session], 'zh-CN'));
    expect(first.uid).toBe(`${session.id}@linli`);
    expect(first.startDate.toJSDate().toISOString()).toBe('2026-09-22T11:00:00.000Z');
    expect(first.endDate.toJSDate().toISOString()).toBe('2026-09-22T12:30:00.000Z');
    expect(first.startDate.zone.tzid).toBe('UTC');
    expect(first.summary).toBe('零基础国画');
    expect(first.location).toBe('金港文化中心 书画教室');
    expect(first.description).toBe('第 3 次课，共 12 次\n教师：沈老师\n地址：金港大道1号');
  });

  it('speaks English to those who read English', () => {
    const { first } = read(calendarText([{ ...session, isCancelled: true }], 'en'));
    expect(first.summary).toBe('Cancelled: Chinese painting for beginners');
    expect(first.location).toBe('书画教室, Culture centre');
  });

  it('has a sequence, a stamp and a last change that follow the session', () => {
    const { first } = read(calendarText([{ ...session, sequence: 4 }], 'en'));
    expect(first.sequence).toBe(4);
    for (const property of ['dtstamp', 'last-modified']) {
      expect(String(first.component.getFirstPropertyValue(property))).toBe('2026-08-20T02:00:00Z');
    }
  });

  it.each([
    ['CONFIRMED', {}],
    ['CANCELLED', { isCancelled: true }],
    ['TENTATIVE', { isUnpaid: true }],
    ['CANCELLED', { isCancelled: true, isUnpaid: true }],
  ])('is %s for %o', (status, overrides) => {
    const { first } = read(calendarText([{ ...session, ...overrides }], 'en'));
    expect(first.component.getFirstPropertyValue('status')).toBe(status);
  });

  it('leaves the time free when leave was asked', () => {
    const { first } = read(calendarText([{ ...session, leaveAsked: true }], 'en'));
    expect(first.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    expect(first.summary).toBe('On leave: Chinese painting for beginners');
  });

  it('asks to be fetched again every hour', () => {
    const { calendar } = read(calendarText([], 'zh-CN'));
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H');
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('邻里夜校课程');
  });

  it('folds Chinese and emoji at 75 octets without breaking a character, each line ending in CRLF', () => {
    const long = { ...session, name: { zh: '很长的课程名称，带逗号；分号\\反斜杠😀'.repeat(12), en: '' } };
    const text = calendarText([long], 'zh-CN');
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    expect(read(text).first.summary).toBe(long.name.zh);
  });

  it('cannot be broken out of by a name', () => {
    const name = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil';
    const { events } = read(
      calendarText([{ ...session, name: { zh: name, en: name }, note: 'a\nEND:VCALENDAR' }], 'en'),
    );
    expect(events.map((event) => event.uid)).toEqual([`${session.id}@linli`]);
  });

  it('is the same text for the same sessions', () => {
    expect(calendarText([session], 'en')).toBe(calendarText([{ ...session }], 'en'));
  });
});
