import { refusals, when } from '../../kernel/refusal.js';

export const reportRefusals = refusals('culture_reports', {
  too_many_slots: when<{ most: number }>('too_large', ({ most }) => ({
    zh: `超过 ${most} 个场次，无法导出。请缩短时间，或只选一个展览或演出。`,
    en: `There are more than ${most} slots. Choose a shorter period, or one item.`,
  })),
});
