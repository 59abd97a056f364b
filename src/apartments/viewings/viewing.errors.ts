import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import { viewingStateInWords } from './viewing.lifecycle.js';
import type { ViewingState } from './viewing.lifecycle.js';
import { viewingRules } from './viewing.rules.js';

export const viewingRefusals = refusals('viewings', {
  in_the_past: when('invalid', () => ({ zh: '看房时间已过。', en: 'The viewing would begin in the past.' })),
  too_far_ahead: when('invalid', () => ({
    zh: `看房时间最早可提前 ${viewingRules.daysAhead} 天发布。`,
    en: `Viewings are set ${viewingRules.daysAhead} days ahead at most.`,
  })),
  no_such_layout: when('invalid', () => ({
    zh: '这栋楼没有这种户型。',
    en: 'No unit of this building has this layout.',
  })),
  not_shown: when('conflict', () => ({
    zh: '该时段房源已出租或停用，不能看房。',
    en: 'At that time the unit is let or out of service, so it cannot be viewed.',
  })),
  one_at_a_time: when('conflict', () => ({
    zh: '这套房在该时段已有看房安排。',
    en: 'This unit is shown at that time already.',
  })),
  cancelled_already: when('conflict', () => ({
    zh: '这个看房时段已取消。',
    en: 'This viewing time has been cancelled already.',
  })),
  time_begun: when('conflict', () => ({
    zh: '看房时段已开始，不能再取消。',
    en: 'This viewing time has begun and cannot be cancelled any more.',
  })),
  no_application: when('conflict', () => ({
    zh: '看房须有这个公寓审核中或已通过的申请。',
    en: 'Viewing needs an application for this house that is under review or approved.',
  })),
  one_open: when('conflict', () => ({
    zh: '你已预约看这套房（户型），请改期或先取消。',
    en: 'You have an appointment to view this already; change it, or cancel it first.',
  })),
  too_many_open: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每人在一个公寓最多同时预约 ${limit} 次看房。`,
    en: `A person has at most ${limit} viewings before them at one house.`,
  })),
  another_house: when('conflict', () => ({
    zh: '只能改到同一公寓的看房时段。',
    en: 'A viewing can be moved to another time at the same house only.',
  })),
  not_in_this_state: when<{ state: ViewingState }>('conflict', ({ state }) => ({
    zh: `看房预约现在是“${viewingStateInWords[state].zh}”，不能这样做。请刷新后查看。`,
    en: `The viewing is ${viewingStateInWords[state].en}, so this cannot be done; load it again.`,
  })),
  begun: when('conflict', () => ({
    zh: '看房已开始，不能再改期或取消。',
    en: 'The viewing has begun; it can neither be changed nor cancelled any more.',
  })),
  not_begun: when('conflict', () => ({
    zh: '看房还没有开始，不能登记到场情况。',
    en: 'The viewing has not begun, so nobody can have come or stayed away yet.',
  })),
});

constraintKeeps('viewing_times_one_per_unit_at_a_time', viewingRefusals.one_at_a_time);
constraintKeeps('viewings_one_open_per_unit_and_person', viewingRefusals.one_open);
