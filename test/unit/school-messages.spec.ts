import { describe, expect, it } from '@jest/globals';
import * as messages from '../../src/evening-school/class.messages.js';
import type { Words } from '../../src/evening-school/class.messages.js';
import { Temporal } from '../../src/kernel/time.js';

const about = {
  name: { zh: '零基础国画', en: 'Chinese painting for beginners' },
  place: { zh: '金港文化中心 书画教室', en: '书画教室, Culture centre' },
};
const at = (moment: string) => Temporal.PlainDateTime.from(moment.replace(' ', 'T')).toZonedDateTime('Asia/Shanghai');
const first = at('2026-09-08 19:00');
const reference = 'E7KM-4QXR';

const every: Record<string, Words> = {
  enrolled: messages.enrolled(about, { first, reference }),
  awaitingPayment: messages.awaitingPayment(about, { feeFen: 50_050, holdsUntil: first, reference }),
  paid: messages.paid(about, { first, reference }),
  waiting: messages.waiting(about, { position: 3, reference }),
  offered: messages.offered(about, { holdsUntil: first, feeFen: 50_000, reference }),
  offerLapsed: messages.offerLapsed(about),
  holdLapsed: messages.holdLapsed(about),
  withdrawn: messages.withdrawn(about, { refundFen: 41_667 }),
  leftLine: messages.leftLine(about),
  classCancelled: messages.classCancelled(about, { reason: '人数不足。', hasPaid: true }),
  sessionMoved: messages.sessionMoved(about, { number: 2, from: first, to: at('2026-09-12 14:00'), reason: '台风' }),
  sessionCancelled: messages.sessionCancelled(about, { number: 2, at: first, reason: null }),
  sessionRestored: messages.sessionRestored(about, { number: 2, at: first }),
  tomorrow: messages.tomorrow(about, { number: 1, at: first }),
  soon: messages.soon(about, { number: 1, at: first }),
  paymentDue: messages.paymentDue(about, { feeFen: 50_000, holdsUntil: first, reference }),
};

describe('messages about a class', () => {
  it.each(Object.entries(every))('%s: names the class in title and body, in both languages', (_, { title, body }) => {
    for (const text of [title, body]) {
      expect(text.zh).toContain('零基础国画');
      expect(text.en).toContain('Chinese painting for beginners');
      expect(`${text.zh}${text.en}`).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it('say when and where the first session is', () => {
    expect(every.enrolled?.body).toEqual({
      zh: '你已报名“零基础国画”。第一次课：2026年9月8日 周二 19:00，金港文化中心 书画教室。报名编号 E7KM-4QXR。',
      en: 'You are enrolled in Chinese painting for beginners. First session: Tue 8 Sep 2026, 19:00, 书画教室, Culture centre. Your reference is E7KM-4QXR.',
    });
  });

  it('say how much to pay and until when', () => {
    expect(every.awaitingPayment?.body.zh).toContain('请在 2026年9月8日 周二 19:00 前到服务台缴费 500.50 元');
    expect(every.paymentDue?.body.en).toContain('held until Tue 8 Sep 2026, 19:00. Pay 500.00 yuan');
  });

  it('say where in line somebody stands', () => {
    expect(every.waiting?.body.zh).toContain('排在第 3 位');
    expect(messages.waiting(about, { position: null, reference }).body.en).toContain('on the waiting list. We tell');
  });

  it('speak of a fee only where there is one', () => {
    expect(every.offered?.body.zh).toContain('费用 500.00 元');
    expect(messages.offered(about, { holdsUntil: first, feeFen: 0, reference }).body.zh).not.toContain('费用');
    expect(messages.classCancelled(about, { reason: null, hasPaid: false }).body.en).not.toContain('paid');
  });

  it('say what is paid back, and nothing of money where nothing is', () => {
    expect(every.withdrawn?.body.zh).toBe('你已退出“零基础国画”。应退 416.67 元，请到服务台领取。');
    expect(messages.withdrawn(about, { refundFen: 0 }).body.zh).toBe('你已退出“零基础国画”。');
  });

  it('say from when to when a session moved, and why', () => {
    expect(every.sessionMoved?.body.zh).toBe(
      '“零基础国画”第 2 次课由 2026年9月8日 周二 19:00 改到 2026年9月12日 周六 14:00，地点：金港文化中心 书画教室，原因：台风。',
    );
  });

  it('say that only the room is new where the time stays', () => {
    const { title, body } = messages.sessionMoved(about, { number: 2, from: first, to: first, reason: null });
    expect(title.zh).toBe('上课安排变更：零基础国画');
    expect(body.en).toContain('stays at Tue 8 Sep 2026, 19:00, at 书画教室');
  });

  it('end a sentence once, however the reason ends', () => {
    expect(every.classCancelled?.body.zh).toBe(
      '很抱歉，“零基础国画”停开，原因：人数不足。已缴的费用全额退还，请到服务台领取。',
    );
  });
});
