import { refusals, when } from '../kernel/refusal.js';
import type { Text } from '../kernel/text.js';
import { momentInWords } from '../kernel/time.js';
import type { Temporal } from '../kernel/time.js';

type Moment = Temporal.ZonedDateTime;

export const enrolmentRefusals = refusals('enrolment', {
  class_is_over: when<{ class: Text; endedAt: Moment }>('conflict', (facts) => ({
    zh: `“${facts.class.zh}”的课程已于 ${momentInWords(facts.endedAt).zh} 全部结束，不能再退课。`,
    en: `The last session of ${facts.class.en} ended on ${momentInWords(facts.endedAt).en}; it is too late to withdraw.`,
  })),
  session_has_begun: when<{ startsAt: Moment }>('conflict', ({ startsAt }) => ({
    zh: `这次课已于 ${momentInWords(startsAt).zh} 开始，请假须在开课前提出。如有特殊情况，请与服务台联系。`,
    en: `This session began on ${momentInWords(startsAt).en}; leave is asked before the start. If there was a reason, talk to the desk.`,
  })),
  session_cancelled: when<{ startsAt: Moment }>('conflict', ({ startsAt }) => ({
    zh: `${momentInWords(startsAt).zh} 的课已取消，无需请假。`,
    en: `The session of ${momentInWords(startsAt).en} is cancelled; there is nothing to ask leave for.`,
  })),
  attendance_recorded: when('conflict', () => ({
    zh: '这次课的考勤已由工作人员登记，请与服务台联系更正。',
    en: 'Staff have recorded your attendance of this session; ask the desk to correct it.',
  })),
  no_calendar: when('not_found', () => ({
    zh: '你还没有日历订阅地址，请先生成一个。',
    en: 'You have no calendar address yet; make one first.',
  })),
});
