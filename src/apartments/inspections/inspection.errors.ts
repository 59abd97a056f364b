import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import { photoRefusalRows } from '../photos/photo-file.rules.js';
import { repairLimits } from '../repairs/repair.rules.js';
import { inspectionStateInWords } from './inspection.lifecycle.js';
import type { InspectionState } from './inspection.lifecycle.js';
import { meterFacts } from './inspection.rules.js';
import type { Meter } from './inspection.rules.js';

export const inspectionRefusals = refusals('inspections', {
  lease_not_in_force: when('conflict', () => ({
    zh: '租约生效后才能办理入住验房。',
    en: 'A check-in is for a lease that is in force.',
  })),
  keys_not_given: when('conflict', () => ({
    zh: '这份租约没有交过钥匙，不能办理退租验房。',
    en: 'No keys were handed over for this lease, so there is nothing to check out of.',
  })),
  drawn_up_already: when('conflict', () => ({
    zh: '这份租约已有同类验房单，请打开原来的那一份。',
    en: 'The lease has an inspection of this kind already; open that one.',
  })),
  not_in_this_state: when<{ state: InspectionState }>('conflict', ({ state }) => ({
    zh: `验房单现在是“${inspectionStateInWords[state].zh}”，不能这样做。请刷新后查看。`,
    en: `The inspection is ${inspectionStateInWords[state].en}, so this cannot be done; load it again.`,
  })),
  deposit_settled: when('conflict', () => ({
    zh: '押金已经结算，验房单不能再改。',
    en: 'The deposit has been settled, so the inspection stays as it is.',
  })),
  conditions_missing: when<{ items: readonly string[] }>('conflict', ({ items }) => ({
    zh: `还有 ${items.length} 项没有填写状况：${items.join('、')}。`,
    en: `The condition of ${items.length} items is still missing: ${items.join(', ')}.`,
  })),
  presented_anew: when('conflict', () => ({
    zh: '验房单在你打开之后有改动，请刷新后再确认。',
    en: 'The inspection was changed after you opened it; load it again before you answer.',
  })),
  meter_gone_back: when<{ meter: Meter; checkIn: number; checkOut: number }>(
    'conflict',
    ({ meter, checkIn, checkOut }) => ({
      zh: `${meterFacts[meter].words.zh}退租读数 ${checkOut} 低于入住读数 ${checkIn} ${meterFacts[meter].unit}。`,
      en: `The ${meterFacts[meter].words.en} would read ${checkOut} at check-out, less than the ${checkIn} ${meterFacts[meter].unit} at check-in.`,
    }),
  ),
  item_named_twice: when('conflict', () => ({
    zh: '验房单上已有这个项目。',
    en: 'The inspection has an item of this name already.',
  })),
  too_many_items: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每份验房单最多 ${limit} 项。`,
    en: `An inspection has at most ${limit} items.`,
  })),
  appointment_ends_before_it_begins: when('invalid', () => ({
    zh: '验房结束时间须晚于开始时间。',
    en: 'The inspection must end after it begins.',
  })),
  appointment_too_long: when('invalid', () => ({
    zh: `验房时间最长 ${repairLimits.hoursOfAppointment} 小时。`,
    en: `An inspection takes ${repairLimits.hoursOfAppointment} hours at most.`,
  })),
  appointment_in_the_past: when('invalid', () => ({
    zh: '验房时间已过。',
    en: 'The inspection would begin in the past.',
  })),
  no_appointment: when('conflict', () => ({
    zh: '没有约定验房时间。',
    en: 'No time was agreed for this inspection.',
  })),
  ...photoRefusalRows,
  too_many_photos: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每份验房单最多 ${limit} 张照片。`,
    en: `An inspection has at most ${limit} photos.`,
  })),
});

constraintKeeps('lease_inspections_one_per_kind', inspectionRefusals.drawn_up_already);
constraintKeeps('lease_inspection_items_one_per_name', inspectionRefusals.item_named_twice);
