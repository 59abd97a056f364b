import { refusals, when } from '../../kernel/refusal.js';

export const ticketRefusals = refusals('tickets', {
  none_valid: when('not_found', () => ({
    zh: '没有可用的票：订单已取消，或尚未付款。',
    en: 'There are no valid tickets: the order was cancelled, or is not paid yet.',
  })),
  no_such_key: when<{ number: number }>('not_found', ({ number }) => ({
    zh: `没有编号为 ${number} 的密钥。`,
    en: `There is no key ${number}.`,
  })),
  key_revoked_already: when<{ number: number }>('conflict', ({ number }) => ({
    zh: `密钥 ${number} 已经作废。`,
    en: `Key ${number} is revoked already.`,
  })),
  visits_on_that_day: when<{ visitors: number; orders: readonly string[] }>('conflict', ({ visitors, orders }) => ({
    zh: `这一场有 ${visitors} 位参观人在那一天已有别的预约（订单 ${orders.join('、')}）：每个证件每天限一次参观。请换一天，或先取消其中一个预约。`,
    en: `${visitors} of its visitors have another visit on that day (orders ${orders.join(', ')}): one a document and day. Choose another day, or cancel one of the two first.`,
  })),
  keys_used_up: when('conflict', () => ({
    zh: '255 个密钥已用完，需要新的票码版本。',
    en: 'All 255 keys are used up; a new version of the ticket code is needed.',
  })),
});
