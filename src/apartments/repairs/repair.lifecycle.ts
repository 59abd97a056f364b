import { lifecycle } from '../../kernel/lifecycle.js';
import type { Text } from '../../kernel/text.js';

export const repairStates = ['reported', 'planned', 'done', 'rated', 'reopened', 'refused', 'withdrawn'] as const;
export type RepairState = (typeof repairStates)[number];

/** A planned one may be planned anew. What was done may be reopened once, which the table cannot say. */
export const repairLifecycle = lifecycle<RepairState>('reported', {
  reported: ['planned', 'refused', 'withdrawn'],
  planned: ['planned', 'done', 'refused', 'withdrawn'],
  done: ['rated', 'reopened'],
  reopened: ['planned', 'refused', 'withdrawn'],
  rated: [],
  refused: [],
  withdrawn: [],
});

/** While it is one of these, something is still to be done, and it can be overdue. */
export const openRepairStates: readonly RepairState[] = ['reported', 'planned', 'reopened'];

export const repairStateInWords: Readonly<Record<RepairState, Text>> = {
  reported: { zh: '已报修', en: 'reported' },
  planned: { zh: '已安排', en: 'planned' },
  done: { zh: '已完成', en: 'done' },
  rated: { zh: '已评价', en: 'rated' },
  reopened: { zh: '已重新打开', en: 'reopened' },
  refused: { zh: '不予维修', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};
