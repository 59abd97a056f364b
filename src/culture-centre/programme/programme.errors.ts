import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';
import { mostSlots } from './slot-plan.rules.js';

export const programmeRefusals = refusals('programme', {
  list_unreadable: when<{ reason: string; reasonEn: string }>('invalid', ({ reason, reasonEn }) => ({
    zh: `无法读取节目单：${reason}`,
    en: `The programme cannot be read: ${reasonEn}`,
  })),
  list_has_errors: when<{ count: number; errors: readonly CellError[] }>('invalid', ({ count }) => ({
    zh: `节目单有 ${count} 处错误，什么也没有导入。请按下面的提示修改后重新上传。`,
    en: `The programme has ${count} errors and nothing was imported. Correct the cells named below and send it again.`,
  })),
  title_taken: when('conflict', () => ({
    zh: '这个场馆同一天已有同名的展览或演出。',
    en: 'An exhibition or performance of this title starts on that day at this venue already.',
  })),
  hall_taken: when('conflict', () => ({
    zh: '这个剧场当时已有别的演出。请换时间或剧场。',
    en: 'Another showing is on in this hall at that time. Choose another time or hall.',
  })),
  slot_there_already: when('conflict', () => ({
    zh: '这个展览或演出当时已有一场。请换时间。',
    en: 'This exhibition or performance has a slot at that time already. Choose another time.',
  })),
  entry_does_not_fit: when('invalid', () => ({
    zh: '展览须为分时预约（timed），演出须为对号（numbered）或不对号（unnumbered）。',
    en: 'An exhibition is timed; a performance has numbered or unnumbered seats.',
  })),
  no_seat_map: when<{ hall: string }>('conflict', ({ hall }) => ({
    zh: `“${hall}”还没有座位图。请先为它添加座位图，或改为不对号。`,
    en: `"${hall}" has no seat map yet. Add one first, or sell it without numbers.`,
  })),
  places_are_seats: when<{ places: number; seats: number }>('conflict', ({ places, seats }) => ({
    zh: `座位图有 ${seats} 个座位，每场名额须为 ${seats}，不是 ${places}。`,
    en: `The seat map has ${seats} seats, so there are ${seats} places, not ${places}.`,
  })),
  no_slots: when('conflict', () => ({
    zh: '按这些日期和时间没有任何场次。请检查日期、闭馆日和场次。',
    en: 'With these dates and times there is not a single slot. Look at the dates, closed days and times.',
  })),
  too_many_slots: when('conflict', () => ({
    zh: `场次超过 ${mostSlots} 个。请检查开始和结束日期。`,
    en: `There would be more than ${mostSlots} slots. Look at the first and the last day.`,
  })),
  dates_out_of_order: when('invalid', () => ({
    zh: '结束日期不能早于开始日期。',
    en: 'It must not end before it starts.',
  })),
  hours_out_of_order: when('invalid', () => ({
    zh: '结束时间须晚于开始时间。',
    en: 'It must end after it begins.',
  })),
  not_a_draft: when('conflict', () => ({
    zh: '已发布的不能这样更改：价格、票种和场地只能在草稿时更改。',
    en: 'It is published: prices, price classes and the hall can be changed only while it is a draft.',
  })),
  not_removable: when('conflict', () => ({
    zh: '只有草稿可以删除。已发布的请改为取消，预约的人会得到通知。',
    en: 'Only a draft is removed. Cancel what is published: whoever booked is told.',
  })),
  cancelled: when('conflict', () => ({
    zh: '已经取消，不能再更改。',
    en: 'It was cancelled and cannot be changed any more.',
  })),
  not_to_come: when('conflict', () => ({
    zh: '新的时间已经过去。请选择还没有到的时间。',
    en: 'The new time is over already. Choose one that is still to come.',
  })),
  slot_over: when('conflict', () => ({
    zh: '这一场已经结束，不能再更改。',
    en: 'This slot is over and cannot be changed any more.',
  })),
});

constraintKeeps('programme_items_one_per_title_and_start', programmeRefusals.title_taken);
constraintKeeps('slots_one_per_item_and_time', programmeRefusals.slot_there_already);
constraintKeeps('slots_one_showing_per_hall_at_a_time', programmeRefusals.hall_taken);
