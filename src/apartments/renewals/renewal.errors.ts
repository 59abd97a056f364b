import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

export const renewalRefusals = refusals('renewals', {
  not_open_yet: when<{ opensOn: PlainDate }>('conflict', ({ opensOn }) => ({
    zh: `续租 ${dateInWords(opensOn).zh} 起可以申请。`,
    en: `Renewal can be asked for from ${dateInWords(opensOn).en}.`,
  })),
  too_late: when<{ askedBy: PlainDate }>('conflict', ({ askedBy }) => ({
    zh: `续租申请已于 ${dateInWords(askedBy).zh} 截止，请与公寓管理处联系。`,
    en: `Renewal had to be asked for by ${dateInWords(askedBy).en}; talk to the apartment office.`,
  })),
  not_in_force: when<{ state: string }>('conflict', () => ({
    zh: '只有履行中的租约可以续租。',
    en: 'Only a lease that is in force can be renewed.',
  })),
  decided_already: when<{ state: string }>('conflict', () => ({
    zh: '这份租约的续租已有结果。',
    en: 'The renewal of this lease has been decided already.',
  })),
  not_asked: when('conflict', () => ({
    zh: '租客还没有申请续租。',
    en: 'The tenant has not asked for a renewal.',
  })),
});
