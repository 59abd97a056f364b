import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const householdRefusals = refusals('household', {
  resident_not_found: when('invalid', () => ({
    zh: '没有找到这个手机号和姓名对应的居民，请对方先登录并填写姓名，或填写证件号码。',
    en: 'Nobody with this phone number and name is known here; they sign in and give a name first, or you give a document.',
  })),
  is_the_tenant: when('conflict', () => ({
    zh: '这就是租客本人。',
    en: 'This is the tenant.',
  })),
  lease_is_over: when('conflict', () => ({
    zh: '租约已经结束，不能再登记同住人。',
    en: 'The lease is over; nobody can be added to it.',
  })),
  outside_lease: when<{ from: PlainDate; until: PlainDate }>('conflict', ({ from, until }) => ({
    zh: `同住日期须在租期 ${dateInWords(from).zh} 至 ${dateInWords(until).zh} 之内。`,
    en: `The days must lie within the lease, from ${dateInWords(from).en} to ${dateInWords(until).en}.`,
  })),
  too_many: when<{ most: number }>('conflict', ({ most }) => ({
    zh: `这套房最多住 ${most} 人（含租客）。`,
    en: `At most ${most} people may live in this unit, the tenant included.`,
  })),
  lives_elsewhere: when('conflict', () => ({
    zh: '此人在这段时间已在另一处租住或同住，或已登记在这份租约上。',
    en: 'This person has another home here on some of these days, or is on this lease already.',
  })),
  decided_already: when('conflict', () => ({
    zh: '这项申请已经处理过。',
    en: 'This was decided already.',
  })),
  too_late_to_continue: when<{ askBy: PlainDate }>('conflict', ({ askBy }) => ({
    zh: `继续承租须在 ${dateInWords(askBy).zh} 前提出，请与公寓管理处联系。`,
    en: `To continue the lease had to be asked for by ${dateInWords(askBy).en}; talk to the apartment office.`,
  })),
  nothing_to_decide: when('conflict', () => ({
    zh: '没有待处理的继续承租申请。',
    en: 'Nobody has asked to continue this lease, or it was decided already.',
  })),
  not_with_oneself: when('invalid', () => ({
    zh: '请填写两位不同的居民。',
    en: 'A marriage is of two people.',
  })),
  married_already: when('conflict', () => ({
    zh: '其中一人在这段时间已登记有配偶。',
    en: 'One of them has a spouse on record for some of this time.',
  })),
  not_before_the_wedding: when<{ marriedOn: PlainDate }>('conflict', ({ marriedOn }) => ({
    zh: `结束日期须在结婚日 ${dateInWords(marriedOn).zh} 之后。`,
    en: `It must end after the wedding on ${dateInWords(marriedOn).en}.`,
  })),
  two_homes: when<{ reference: string }>('conflict', ({ reference }) => ({
    zh: `配偶已承租一套（租约 ${reference}），夫妻只享受一套，请先退掉其中一套。`,
    en: `Their spouse has an apartment (lease ${reference}), and a couple has one; give one of them up first.`,
  })),
  not_in_force: when<{ state: string }>('conflict', () => ({
    zh: '只有履行中的租约可以登记租客去世或继续承租。',
    en: 'The death of a tenant is recorded, and a lease continued, only while the lease is in force.',
  })),
  death_recorded_already: when('conflict', () => ({
    zh: '已经登记过了。',
    en: 'This has been recorded already.',
  })),
});

constraintKeeps('lease_deaths_one_per_lease', householdRefusals.death_recorded_already);
constraintKeeps('spouses_one_at_a_time', householdRefusals.married_already);
constraintKeeps('lease_people_one_home', householdRefusals.lives_elsewhere);
constraintKeeps('lease_people_one_home_per_document', householdRefusals.lives_elsewhere);
