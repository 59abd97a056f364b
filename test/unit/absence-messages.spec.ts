import { describe, expect, it } from '@jest/globals';
import { appealGranted, barred, lifted, marked, orElseMarked } from '../../src/admission/absences/absence.messages.js';
import type { Standing } from '../../src/admission/absences/absence.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const mark = (day: string) => {
  return { id: day, day: Temporal.PlainDate.from(day), scope: 'class', reason: { zh: '“国画”缺课', en: 'Absent' } };
};
const marks = [mark('2026-09-08'), mark('2026-09-15'), mark('2026-09-22')];
const rule = { absences: 3, withinDays: 180, barredDays: 60 };
const first = marks[0] as (typeof marks)[number];
const standing = (count: number): Standing => {
  return { rule, marks: marks.slice(0, count), marksLeft: Math.max(1, 3 - count), bar: null };
};
const until = Temporal.ZonedDateTime.from('2026-09-29T19:00[Asia/Shanghai]');
const how = { zh: '请假', en: 'ask for leave' };

describe('messages about absences', () => {
  it('say how many there are and how many more bar', () => {
    expect(marked(first, standing(2)).body).toEqual({
      zh: '“国画”缺课，记爽约一次。180 天内已有 2 次，再有 1 次将暂停自行报名 60 天。如有异议，可在“我的爽约记录”中申诉。',
      en: 'Absent: this counts as an absence. You have 2 within 180 days; one more bars you from booking for 60 days. If this is wrong, appeal under "my absences".',
    });
  });

  it('say until when one is barred, and that places stay', () => {
    const bar = { from: first.day, until: Temporal.PlainDate.from('2026-11-21'), marks };
    expect(barred(first, standing(3), bar).body).toEqual({
      zh: '“国画”缺课，记爽约一次。180 天内已有 3 次，2026年11月21日 周六 起才能再自行报名；已有的名额不受影响。如有异议，可在“我的爽约记录”中申诉。',
      en: 'Absent: this counts as an absence, your 3rd within 180 days. You can book again from Sat 21 Nov 2026; the places you have stay yours. If this is wrong, appeal under "my absences".',
    });
  });

  it('give the reason for which a mark is taken back', () => {
    expect(lifted(first, { zh: '停电', en: 'power cut' }).body).toEqual({
      zh: '爽约记录已撤销：“国画”缺课。原因：停电。',
      en: 'The mark for "Absent" was taken back (power cut).',
    });
  });

  it('say whether one may book again, once a mark is taken back', () => {
    const why = { zh: '停电', en: 'power cut' };
    expect(lifted(first, why, standing(2)).body).toEqual({
      zh: '爽约记录已撤销：“国画”缺课。原因：停电。现在可以自行报名。',
      en: 'The mark for "Absent" was taken back (power cut). You can book now.',
    });
    const bar = { from: first.day, until: Temporal.PlainDate.from('2026-11-21'), marks };
    expect(appealGranted(first, '有证明', { ...standing(3), bar }).body).toEqual({
      zh: '申诉已通过，这次爽约不再计入：“国画”缺课。说明：有证明。2026年11月21日 周六 起才能再自行报名。',
      en: 'Your appeal about "Absent" is granted and the mark is taken back: 有证明. You can book again from Sat 21 Nov 2026.',
    });
  });

  it('warn before there is a mark, in the words of the feature, and tell of those there are', () => {
    expect(orElseMarked(how, until, standing(0))).toEqual({
      zh: '来不了请在 2026年9月29日 周二 19:00 前请假，否则记爽约一次。',
      en: 'If you cannot come, ask for leave by Tue 29 Sep 2026, 19:00, otherwise it counts as an absence.',
    });
    expect(orElseMarked(how, until, standing(1)).zh).toBe(
      '来不了请在 2026年9月29日 周二 19:00 前请假，否则记爽约一次。180 天内已有 1 次，再有 2 次将暂停自行报名 60 天。',
    );
  });
});
