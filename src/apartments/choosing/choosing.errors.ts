import { refusals, when } from '../../kernel/refusal.js';
import { momentInWords } from '../../kernel/time.js';
import type { Temporal } from '../../kernel/time.js';
import { peopleRefusals } from '../../people/index.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const choosingRefusals = refusals('choosing', {
  not_your_turn: when<{ from: Temporal.ZonedDateTime | null }>('conflict', ({ from }) => ({
    zh: from
      ? `现在按顺序选房，还没有轮到你。你的时间从 ${momentInWords(from).zh} 开始。`
      : '现在按顺序选房，这一轮没有你的顺序。这一轮结束后可以选房。',
    en: from
      ? `Units are chosen in turns now, and it is not your turn. Yours begins on ${momentInWords(from).en}.`
      : 'Units are chosen in turns now, and you have no turn left in this round. You can choose when it is over.',
  })),
  nobody_waits: when('conflict', () => ({
    zh: '这个公寓没有已通过且未承租的申请。',
    en: 'Nobody with an approved application and without a lease waits for this house.',
  })),
  round_running: when('conflict', () => ({
    zh: '这个公寓正在按顺序选房。',
    en: 'A round of choosing is running at this house already.',
  })),
  no_round: when('conflict', () => ({ zh: '现在没有按顺序选房。', en: 'No round of choosing is running.' })),
  round_over: when('conflict', () => ({ zh: '这一轮选房已经结束。', en: 'This round of choosing is over.' })),
  starts_in_the_past: when('invalid', () => ({ zh: '开始时间已过。', en: 'The round would begin in the past.' })),
});

constraintKeeps('choosing_rounds_one_running_per_house', choosingRefusals.round_running);
constraintKeeps('choosing_rounds_at_venue', peopleRefusals.no_such_venue);
