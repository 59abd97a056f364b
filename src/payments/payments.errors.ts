import { yuan } from '../kernel/money.js';
import { refusals, when } from '../kernel/refusal.js';
import { constraintKeeps } from '../platform/database/constraint-refusals.js';

export const paymentsRefusals = refusals('payments', {
  more_than_owed: when<{ amountFen: number; owedFen: number }>('conflict', ({ owedFen }) => ({
    zh: `只剩 ${yuan(Math.max(owedFen, 0))} 元未付，请核对金额。`,
    en: `Only ${yuan(Math.max(owedFen, 0))} yuan are still owed; check the amount.`,
  })),
  more_than_due_back: when<{ amountFen: number; dueFen: number }>('conflict', ({ dueFen }) => ({
    zh: `应退金额只有 ${yuan(Math.max(dueFen, 0))} 元，请核对金额。`,
    en: `Only ${yuan(Math.max(dueFen, 0))} yuan are to be refunded; check the amount.`,
  })),
  reduced_below_nothing: when('conflict', () => ({
    zh: '减免金额超过了应收金额。',
    en: 'No more can be taken off than was owed.',
  })),
  receipt_in_use: when('conflict', () => ({
    zh: '这个收据号已经登记过，请核对。',
    en: 'This receipt number was recorded before; check it.',
  })),
  reversed_already: when('conflict', () => ({
    zh: '这笔收款已经冲正。',
    en: 'This payment was taken back already.',
  })),
  no_such_payment: when('not_found', () => ({
    zh: '这笔款项里没有这次收款。',
    en: 'This charge has no such payment.',
  })),
  beaten: when('conflict', () => ({
    zh: '刚刚有人处理了这笔款项，请刷新后重试。',
    en: 'Somebody has just dealt with this charge; load it again.',
  })),
});

constraintKeeps('charge_entries_one_per_receipt', paymentsRefusals.receipt_in_use);
constraintKeeps('charge_entries_reversed_once', paymentsRefusals.reversed_already);
constraintKeeps('charge_entries_reverse_a_payment_whole', paymentsRefusals.no_such_payment);
constraintKeeps('charge_entries_never_above_what_is_owed', paymentsRefusals.beaten);
constraintKeeps('charge_entries_never_refunded_above_what_is_due', paymentsRefusals.beaten);
constraintKeeps('charge_entries_never_reduced_below_nothing', paymentsRefusals.reduced_below_nothing);
