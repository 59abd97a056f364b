import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { conditionInWords } from '../applications/application-conditions.rules.js';
import type { ConditionKind } from '../applications/application-conditions.rules.js';
import { inOneSentence, obstacleInWords } from './recheck.rules.js';
import type { RecheckItemFacts, RecheckState } from './recheck.rules.js';

export const recheckRefusals = refusals('rechecks', {
  not_passed: when<{ state: RecheckState; items: readonly RecheckItemFacts[] }>('conflict', ({ items }) => {
    const words = inOneSentence(items.map(obstacleInWords).filter((one) => one !== undefined));
    return {
      zh: `续租资格复核尚未通过：${words.zh}。`,
      en: `The re-check of eligibility is not passed: ${words.en}.`,
    };
  }),
  not_in_force: when<{ state: string }>('conflict', () => ({
    zh: '只有履行中的租约可以复核资格。',
    en: 'Eligibility is re-checked for a lease that is in force.',
  })),
  decided_already: when<{ state: RecheckState }>('conflict', () => ({
    zh: '资格复核已有结果，如有异议请与公寓管理处联系。',
    en: 'The re-check has its outcome; if you do not agree, talk to the apartment office.',
  })),
  too_late: when<{ answerBy: PlainDate }>('conflict', ({ answerBy }) => ({
    zh: `资格复核材料须在 ${dateInWords(answerBy).zh} 前提供，现已逾期，请与公寓管理处联系。`,
    en: `The proof was to be given by ${dateInWords(answerBy).en}; talk to the apartment office.`,
  })),
  not_asked: when<{ kind: ConditionKind }>('conflict', ({ kind }) => ({
    zh: `“${conditionInWords[kind].zh}”无须重新提供。`,
    en: `The item "${conditionInWords[kind].en}" is not asked for.`,
  })),
  no_document: when<{ kind: ConditionKind }>('conflict', ({ kind }) => ({
    zh: `请先上传“${conditionInWords[kind].zh}”的新材料。`,
    en: `Upload a new document for "${conditionInWords[kind].en}" first.`,
  })),
  not_valid_then: when<{ validUntil: PlainDate; nextStartsOn: PlainDate }>(
    'invalid',
    ({ validUntil, nextStartsOn }) => ({
      zh: `有效期到 ${dateInWords(validUntil).zh}，而新租约自 ${dateInWords(nextStartsOn).zh} 起，届时须仍有效。`,
      en: `It is valid until ${dateInWords(validUntil).en}; it must still be on ${dateInWords(nextStartsOn).en}, when the next lease begins.`,
    }),
  ),
});
