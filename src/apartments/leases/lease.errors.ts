import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords, momentInWords } from '../../kernel/time.js';
import type { PlainDate, Temporal } from '../../kernel/time.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

type Moment = Temporal.ZonedDateTime;

export const leaseRefusals = refusals('leases', {
  not_approved: when('conflict', () => ({
    zh: '申请通过审核后才能选房。',
    en: 'A unit can be chosen once the application is approved.',
  })),
  unit_taken: when('conflict', () => ({
    zh: '这套房在所选日期已有人承租或正在签约，请另选一套。',
    en: 'Somebody has or holds this unit on these days; choose another one.',
  })),
  unit_lived_in: when('conflict', () => ({
    zh: '这套房还有人居住，对方可能续租或尚未交还钥匙，请另选一套。',
    en: 'Somebody lives in this unit who may renew, or has not given the keys back; choose another one.',
  })),
  person_has_lease: when('conflict', () => ({
    zh: '你在这段时间已有一套房，每人同一时间只能承租一套。',
    en: 'You have a unit on some of these days already; a person has one at a time.',
  })),
  unit_out_of_service: when<{ from: PlainDate; until: PlainDate }>('conflict', ({ from, until }) => ({
    zh: `这套房 ${dateInWords(from).zh} 至 ${dateInWords(until.subtract({ days: 1 })).zh} 停用，请另选一套。`,
    en: `This unit is out of service from ${dateInWords(from).en} to ${dateInWords(until.subtract({ days: 1 })).en}; choose another one.`,
  })),
  starts_too_early: when<{ earliest: PlainDate }>('conflict', ({ earliest }) => ({
    zh: `起租日不能早于 ${dateInWords(earliest).zh}。`,
    en: `The lease cannot begin before ${dateInWords(earliest).en}.`,
  })),
  starts_too_late: when<{ latest: PlainDate }>('conflict', ({ latest }) => ({
    zh: `起租日不能晚于 ${dateInWords(latest).zh}。`,
    en: `The lease cannot begin after ${dateInWords(latest).en}.`,
  })),
  hold_is_over: when<{ heldUntil: Moment }>('conflict', ({ heldUntil }) => ({
    zh: `保留时间已于 ${momentInWords(heldUntil).zh} 结束，请重新选房。`,
    en: `The unit was held until ${momentInWords(heldUntil).en}; choose one again.`,
  })),
  not_in_this_state: when<{ state: string }>('conflict', ({ state }) => ({
    zh: `当前状态（${stateInWords(state).zh}）不能这样做。`,
    en: `This cannot be done to a lease that is ${stateInWords(state).en}.`,
  })),
  not_signed_yet: when('conflict', () => ({ zh: '租客还没有签约。', en: 'The tenant has not signed yet.' })),
  code_sent_recently: when<{ retryAfterSeconds: number }>('too_many', ({ retryAfterSeconds }) => ({
    zh: `验证码刚刚发送，请在 ${retryAfterSeconds} 秒后重试。`,
    en: `A code was sent just now; ask again in ${retryAfterSeconds} seconds.`,
  })),
  wrong_code: when<{ triesLeft: number }>('conflict', ({ triesLeft }) => ({
    zh: triesLeft > 0 ? `签约验证码不对，还可以试 ${triesLeft} 次。` : '签约验证码已失效，请重新获取。',
    en:
      triesLeft > 0
        ? `The code is wrong; ${triesLeft} tries are left.`
        : 'The code is no longer valid; ask for a new one.',
  })),
  keys_not_back: when('conflict', () => ({
    zh: '上一位租客还没有交还钥匙，不能交付。',
    en: 'The tenant before has not given back the keys; the unit cannot be handed over.',
  })),
  keys_with_nobody: when<{ endsOn: PlainDate }>('conflict', ({ endsOn }) => ({
    zh: `钥匙没有交付过，不用交还。租客一直没来取的，${dateInWords(endsOn).zh} 过后可结束租约；要提前结束，请租客先提出退租。`,
    en: `The keys were not handed over. A lease whose tenant never came for them is closed after ${dateInWords(endsOn).en}; to end it before, the tenant gives notice.`,
  })),
  keys_given_already: when<{ on: PlainDate }>('conflict', ({ on }) => ({
    zh: `钥匙已于 ${dateInWords(on).zh} 交付。`,
    en: `The keys were handed over on ${dateInWords(on).en} already.`,
  })),
  date_not_possible: when<{ from: PlainDate; until: PlainDate }>('conflict', ({ from, until }) => ({
    zh: `日期须在 ${dateInWords(from).zh} 至 ${dateInWords(until).zh} 之间。`,
    en: `The date must be from ${dateInWords(from).en} to ${dateInWords(until).en}.`,
  })),
  deposit_lapsed: when('conflict', () => ({
    zh: '押金期限已过，房源已释放，请勿收款。',
    en: 'The time to pay the deposit has passed and the unit is free again; do not take the money.',
  })),
  no_contract: when('conflict', () => ({
    zh: '这份租约没有生效，没有存档的合同。',
    en: 'This lease did not come into force, so no contract of it is kept.',
  })),
  short_first_taken: when('conflict', () => ({
    zh: '尚未参保人员的首次短租只有一次，你已有一份。',
    en: 'The short first lease for those not yet insured is given once, and you have one.',
  })),
  renewed_already: when('conflict', () => ({
    zh: '这份租约之后已有一份租约（续租或换房，待签或已签）；要改，先放弃那一份。',
    en: 'A renewal or a move of this lease is offered or signed already; for another one, give that up first.',
  })),
});

function stateInWords(state: string): { zh: string; en: string } {
  const words: Record<string, { zh: string; en: string }> = {
    held: { zh: '待签约', en: 'held' },
    signed: { zh: '待交押金或待盖章', en: 'signed' },
    let: { zh: '履行中', en: 'in force' },
    ended: { zh: '已结束', en: 'over' },
    lapsed: { zh: '已过期', en: 'lapsed' },
    withdrawn: { zh: '已放弃', en: 'withdrawn' },
  };
  return words[state] ?? { zh: state, en: state };
}

constraintKeeps('leases_one_per_unit', leaseRefusals.unit_taken);
constraintKeeps('leases_one_per_person', leaseRefusals.person_has_lease);
constraintKeeps('leases_keys_once_per_unit', leaseRefusals.keys_not_back);
constraintKeeps('leases_short_first_once', leaseRefusals.short_first_taken);
constraintKeeps('leases_one_successor', leaseRefusals.renewed_already);
