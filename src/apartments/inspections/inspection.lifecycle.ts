import { lifecycle } from '../../kernel/lifecycle.js';
import type { Text } from '../../kernel/text.js';

export const inspectionStates = ['draft', 'presented', 'confirmed', 'disputed'] as const;
export type InspectionState = (typeof inspectionStates)[number];

/**
 * draft: staff write down what they see; presented: the tenant is to answer; disputed: staff look again and present it
 * anew; confirmed: for good. The house may take back what it presented, as long as nobody has answered.
 */
export const inspectionLifecycle = lifecycle<InspectionState>('draft', {
  draft: ['presented'],
  presented: ['confirmed', 'disputed', 'draft'],
  disputed: ['presented'],
  confirmed: [],
});

/** While it is one of these, staff may change what is in it. */
export const openInspectionStates: readonly InspectionState[] = ['draft', 'disputed'];

export const inspectionStateInWords: Readonly<Record<InspectionState, Text>> = {
  draft: { zh: '草拟中', en: 'being drawn up' },
  presented: { zh: '待租客确认', en: 'waiting for the tenant' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  disputed: { zh: '有异议', en: 'disputed' },
};
