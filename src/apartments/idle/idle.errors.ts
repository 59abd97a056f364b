import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const idleRefusals = refusals('idle', {
  recorded_already: when('conflict', () => ({
    zh: '这份租约在这段时间已有空置记录。',
    en: 'The unit is recorded as idle at that time already.',
  })),
  keys_not_out: when('conflict', () => ({
    zh: '租客手上没有这套房的钥匙，不能记录空置。',
    en: 'The tenant does not have the keys of this unit, so it cannot stand idle.',
  })),
  not_possible_on: when<{ from: PlainDate; until: PlainDate }>('conflict', ({ from, until }) => ({
    zh: `日期须在 ${dateInWords(from).zh} 至 ${dateInWords(until).zh} 之间。`,
    en: `The day must be from ${dateInWords(from).en} to ${dateInWords(until).en}.`,
  })),
  over_already: when('conflict', () => ({
    zh: '这段空置已经结束。',
    en: 'The unit is recorded as lived in again already.',
  })),
  no_breach: when('conflict', () => ({
    zh: '没有持续中的空置违约记录，不能以空置为由终止租约。',
    en: 'No breach by an idle unit is recorded that still goes on, so the lease cannot be ended for it.',
  })),
});

constraintKeeps('idle_spells_one_at_a_time', idleRefusals.recorded_already);
