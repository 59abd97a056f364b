import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { Text } from '../../kernel/text.js';
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
  over: when<{ endsOn: PlainDate }>('conflict', ({ endsOn }) => ({
    zh: `租约已于 ${dateInWords(endsOn).zh} 到期，不能再续租；请先办理退租，需要时重新申请。`,
    en: `The lease ended on ${dateInWords(endsOn).en} and cannot be renewed any more; give the unit back, and apply anew if you want one.`,
  })),
  not_in_force: when<{ state: string }>('conflict', () => ({
    zh: '只有履行中的租约可以续租。',
    en: 'Only a lease that is in force can be renewed.',
  })),
  decided_already: when<{ state: string }>('conflict', ({ state }) => ({
    zh: `这份租约的续租已有结果：${outcome(state).zh}。`,
    en: `The renewal of this lease has been decided already: ${outcome(state).en}.`,
  })),
  unit_taken: when('conflict', () => ({
    zh: '租约到期后的日子已有人选了这套房，不能再续租；可申请换到另一套，请与公寓管理处联系。',
    en: 'Somebody else has chosen this unit for the days after your lease, so it cannot be renewed; ask the apartment office for another unit.',
  })),
  not_asked: when('conflict', () => ({
    zh: '租客还没有申请续租。租客到管理处提出的，请先登记续租意愿。',
    en: 'The tenant has not asked for a renewal. If they told you, record their wish first.',
  })),
});

function outcome(state: string): Text {
  const words: Record<string, Text> = {
    offered: { zh: '新租约已发出，等待租客签约', en: 'the next lease is offered and waits for the tenant to sign' },
    agreed: { zh: '新租约已签', en: 'the next lease is signed' },
    declined: { zh: '租客不续租', en: 'the tenant has declined' },
    refused: { zh: '管理处未同意，可与管理处联系', en: 'the apartment office has refused it; talk to them' },
  };
  return words[state] ?? { zh: state, en: state };
}
