import { lifecycle } from '../../kernel/lifecycle.js';
import type { Text } from '../../kernel/text.js';

export const viewingStates = ['booked', 'came', 'absent', 'unmarked', 'withdrawn', 'cancelled'] as const;
export type ViewingState = (typeof viewingStates)[number];

/** Who came and who did not can be put right. What nobody marked is closed when its applicant books the same again. */
export const viewingLifecycle = lifecycle<ViewingState>('booked', {
  booked: ['came', 'absent', 'unmarked', 'withdrawn', 'cancelled'],
  came: ['absent'],
  absent: ['came'],
  unmarked: ['came', 'absent'],
  withdrawn: [],
  cancelled: [],
});

export const viewingStateInWords: Readonly<Record<ViewingState, Text>> = {
  booked: { zh: '已预约', en: 'booked' },
  came: { zh: '已到场', en: 'attended' },
  absent: { zh: '未到场', en: 'missed' },
  unmarked: { zh: '已过期', en: 'over' },
  withdrawn: { zh: '已取消', en: 'cancelled' },
  cancelled: { zh: '已被管理方取消', en: 'cancelled by the house' },
};
