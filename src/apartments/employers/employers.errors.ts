import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const employerRefusals = refusals('employers', {
  credit_code_in_use: when('conflict', () => ({
    zh: '这个统一社会信用代码已经登记过。',
    en: 'There is an employer with this credit code already.',
  })),
  no_such_resident: when('not_found', () => ({
    zh: '没有找到姓名和手机号都一致的居民，请核对；对方须先用手机登录并填写姓名。',
    en: 'No resident has this very name and phone; they must have signed in and given their name.',
  })),
  appointed_already: when('conflict', () => ({
    zh: '此人已是这家单位的代表。',
    en: 'This person represents the employer already.',
  })),
  not_appointed: when('not_found', () => ({
    zh: '此人不是这家单位的代表。',
    en: 'This person does not represent the employer.',
  })),
  nominated_already: when('conflict', () => ({
    zh: '这个手机号已经推荐过。',
    en: 'This phone number was nominated already.',
  })),
  own_application: when('conflict', () => ({
    zh: '不能为自己确认，请由单位的另一位代表确认。',
    en: 'Nobody confirms for themselves; another representative must do it.',
  })),
  not_an_employee: when('conflict', () => ({
    zh: '这份租约由原承租人的同住人续住，现承租人不是贵单位员工；租金分担到租约期满为止。',
    en: 'Somebody else continues this lease after the death of its tenant and does not work for you; your part ends with it.',
  })),
});

constraintKeeps('employers_one_per_credit_code', employerRefusals.credit_code_in_use);
constraintKeeps('employer_representatives_appointed_once', employerRefusals.appointed_already);
constraintKeeps('employer_nominations_one_per_phone', employerRefusals.nominated_already);
