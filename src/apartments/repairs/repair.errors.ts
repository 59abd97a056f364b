import { refusals, when } from '../../kernel/refusal.js';
import { photoRefusalRows } from '../photos/photo-file.rules.js';
import { repairStateInWords } from './repair.lifecycle.js';
import type { RepairState } from './repair.lifecycle.js';
import { repairLimits } from './repair.rules.js';

const yuan = (amountFen: number) => (amountFen / 100).toFixed(2);

export const repairRefusals = refusals('repairs', {
  no_keys: when('conflict', () => ({
    zh: '你现在没有这套房的钥匙，不能报修。',
    en: 'You do not have the keys of this unit, so nothing can be reported for it.',
  })),
  too_many_open: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `这套房已有 ${limit} 个未完成的报修，请等待处理。`,
    en: `${limit} repairs of this unit are open already; wait until some are done.`,
  })),
  not_in_this_state: when<{ state: RepairState }>('conflict', ({ state }) => ({
    zh: `报修现在是“${repairStateInWords[state].zh}”，不能这样做。请刷新后查看。`,
    en: `The repair is ${repairStateInWords[state].en}, so this cannot be done; load it again.`,
  })),
  reopened_before: when('conflict', () => ({
    zh: '这个报修已经重新打开过一次。如果仍有问题，请重新报修。',
    en: 'This repair has been reopened before, which is possible once; report it anew.',
  })),
  appointment_ends_before_it_begins: when('invalid', () => ({
    zh: '上门结束时间须晚于开始时间。',
    en: 'The visit must end after it begins.',
  })),
  appointment_too_long: when('invalid', () => ({
    zh: `上门时间最长 ${repairLimits.hoursOfAppointment} 小时。`,
    en: `A visit takes ${repairLimits.hoursOfAppointment} hours at most.`,
  })),
  appointment_in_the_past: when('invalid', () => ({
    zh: '上门时间已过。',
    en: 'The visit would begin in the past.',
  })),
  nobody_to_charge: when('conflict', () => ({
    zh: '报修时这套房没有租客，费用只能由公寓承担。',
    en: 'Nobody had the keys when it was reported; only the house can pay for it.',
  })),
  more_than_charged: when<{ chargedFen: number }>('conflict', ({ chargedFen }) => ({
    zh: `租客已为这次维修承担 ${yuan(chargedFen)} 元；返修不能向租客再多收。`,
    en: `The tenant was charged ${yuan(chargedFen)} yuan for this repair; done over, it costs them no more.`,
  })),
  ...photoRefusalRows,
  too_many_photos: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每个报修最多 ${limit} 张照片。`,
    en: `A repair has at most ${limit} photos.`,
  })),
});
