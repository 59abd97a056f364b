import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

/** Days are facts as text, `2026-09-01`. */
export const absenceRefusals = refusals('absences', {
  appealed_before: when('conflict', () => ({
    zh: '这条爽约记录已经申诉过，每条只能申诉一次。',
    en: 'You have appealed against this mark before, which is possible once.',
  })),
  lifted_already: when<{ lift: string }>('conflict', () => ({
    zh: '这条爽约记录已经撤销，不再计入。',
    en: 'This mark was taken back already and does not count.',
  })),
  appeal_decided: when<{ state: string }>('conflict', () => ({
    zh: '这个申诉已经处理，请刷新后查看。',
    en: 'This appeal is decided already; load it again.',
  })),
  unknown_scope: when<{ known: readonly string[] }>('invalid', ({ known }) => ({
    zh: `没有这种名额；可以用：${known.join('、')}。`,
    en: `There are no places of this kind; there are: ${known.join(', ')}.`,
  })),
  draft_exists: when<{ draftId: string | null }>('conflict', () => ({
    zh: '已有一份草稿，请先发布或放弃它。',
    en: 'There is a draft already; publish it or discard it first.',
  })),
  is_published: when<{ version: number; validFrom: string | null }>('conflict', ({ version }) => ({
    zh: `第 ${version} 版已发布，不能再改；请起草新的一版。`,
    en: `Version ${version} is published and never changes; draft another one.`,
  })),
  starts_in_the_past: when<{ validFrom: string; today: string }>('invalid', ({ today }) => ({
    zh: `生效日期不能早于今天（${today}）。`,
    en: `It cannot hold from before today (${today}).`,
  })),
  starts_before_the_latest: when<{ validFrom: string | null; latest: string | null }>('conflict', ({ latest }) => ({
    zh: `生效日期须晚于最近一版的${latest === null ? '生效日期' : ` ${latest}`}。`,
    en: `It must begin after the latest published version${latest === null ? '' : ` (${latest})`}.`,
  })),
});

constraintKeeps('absence_appeals_one_per_mark', absenceRefusals.appealed_before);
constraintKeeps('absence_policies_one_draft', () => absenceRefusals.draft_exists({ draftId: null }));
constraintKeeps('absence_policies_one_per_version', () => absenceRefusals.draft_exists({ draftId: null }));
constraintKeeps('absence_policies_one_from_a_day', () =>
  absenceRefusals.starts_before_the_latest({ validFrom: null, latest: null }),
);
