import { lifecycle } from '../../kernel/lifecycle.js';
import type { Text } from '../../kernel/text.js';

export const applicationStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'rejected',
  'appealed',
  'withdrawn',
  'expired',
] as const;
export type ApplicationState = (typeof applicationStates)[number];

/**
 * A rejection can be appealed once, which the table cannot say: `appealed_at` remembers it. What is approved is rejected
 * where its person is barred.
 */
export const applicationLifecycle = lifecycle<ApplicationState>('draft', {
  draft: ['submitted', 'withdrawn'],
  submitted: ['returned', 'approved', 'rejected', 'withdrawn'],
  returned: ['submitted', 'withdrawn'],
  approved: ['expired', 'withdrawn', 'rejected'],
  rejected: ['appealed'],
  appealed: ['approved', 'rejected', 'withdrawn'],
  withdrawn: [],
  expired: [],
});

/** While it is one of these, the same person cannot start another at the same house. */
export const liveStates: readonly ApplicationState[] = ['draft', 'submitted', 'returned', 'approved', 'appealed'];

/** While it is one of these, its applicant may change it. */
export const openStates: readonly ApplicationState[] = ['draft', 'returned'];

/** While it is one of these, staff look at its conditions. */
export const underReview: readonly ApplicationState[] = ['submitted', 'appealed'];

export const stateInWords: Readonly<Record<ApplicationState, Text>> = {
  draft: { zh: '草稿', en: 'a draft' },
  submitted: { zh: '已提交', en: 'submitted' },
  returned: { zh: '已退回补正', en: 'returned' },
  approved: { zh: '已通过', en: 'approved' },
  rejected: { zh: '未通过', en: 'rejected' },
  appealed: { zh: '申诉中', en: 'under appeal' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已过期', en: 'expired' },
};
