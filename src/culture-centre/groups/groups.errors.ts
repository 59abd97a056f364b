import { refusals, when } from '../../kernel/refusal.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';

export const groupsRefusals = refusals('groups', {
  list_unreadable: when<{ reason: string; reasonEn: string }>('invalid', ({ reason, reasonEn }) => ({
    zh: `无法读取名单：${reason}`,
    en: `The name list cannot be read: ${reasonEn}`,
  })),
  list_has_errors: when<{ count: number; errors: readonly CellError[] }>('invalid', ({ count }) => ({
    zh: `名单有 ${count} 处错误，没有预约。请按下面的提示修改后重新上传。`,
    en: `The name list has ${count} errors and nothing was booked. Correct the cells named below and send it again.`,
  })),
  list_empty: when('invalid', () => ({
    zh: '名单里没有人。',
    en: 'There is nobody in the list.',
  })),
  no_groups_here: when('conflict', () => ({
    zh: '这个节目不接受团体预约。',
    en: 'No group bookings are taken here.',
  })),
  too_large: when<{ people: number; largestGroup: number }>('conflict', ({ people, largestGroup }) => ({
    zh: `名单有 ${people} 人，团体最多 ${largestGroup} 人。请分几场预约。`,
    en: `The list has ${people} people; a group has at most ${largestGroup}. Book several slots.`,
  })),
  decided_already: when('conflict', () => ({
    zh: '这个团体预约已经处理过，或保留时间已过。',
    en: 'This request was decided already, or its places are not held any more.',
  })),
});
