import { refusals, when } from '../kernel/refusal.js';
import { constraintKeeps } from '../platform/database/constraint-refusals.js';

export const peopleRefusals = refusals('people', {
  sign_in_first: when('unauthenticated', () => ({
    zh: '请先登录。',
    en: 'Sign in first.',
  })),
  not_allowed: when<{ right: string }>('forbidden', () => ({
    zh: '你没有做这件事的权限。',
    en: 'You do not have the right to do this.',
  })),
  not_at_this_venue: when('forbidden', () => ({
    zh: '你的权限不包括这个场馆。',
    en: 'Your rights do not cover this venue.',
  })),
  not_a_mobile_number: when('invalid', () => ({
    zh: '请填写中国大陆手机号码，例如 138 0013 8000。',
    en: 'Give a mobile number of mainland China, for example 138 0013 8000.',
  })),
  code_sent_recently: when<{ retryAfterSeconds: number }>('too_many', ({ retryAfterSeconds }) => ({
    zh: `验证码刚刚发出，请在 ${retryAfterSeconds} 秒后再试。`,
    en: `A code was sent a moment ago; ask again in ${retryAfterSeconds} seconds.`,
  })),
  too_many_codes: when<{ limit: number; retryAfterSeconds: number }>('too_many', ({ limit }) => ({
    zh: `这个号码今天已发送 ${limit} 次验证码，请明天再试。`,
    en: `${limit} codes were sent to this number today; try again tomorrow.`,
  })),
  code_not_sent: when<{ retryAfterSeconds: number }>('unavailable', () => ({
    zh: '短信暂时无法发送，请稍后重新获取验证码。',
    en: 'The text message could not be sent just now; ask for the code again in a moment.',
  })),
  too_many_requests: when<{ retryAfterSeconds: number }>('too_many', () => ({
    zh: '来自同一网络的请求过多，请稍后再试。',
    en: 'Too many requests come from your network; try again in a minute.',
  })),
  too_busy: when<{ retryAfterSeconds: number }>('unavailable', ({ retryAfterSeconds }) => ({
    zh: `现在访问的人太多，请在 ${retryAfterSeconds} 秒后再试。`,
    en: `Too many people are here at this moment; try again in ${retryAfterSeconds} seconds.`,
  })),
  wrong_code: when('unauthenticated', () => ({
    zh: '验证码不正确或已失效，请核对，或重新获取。',
    en: 'The code is wrong or no longer valid; check it, or ask for a new one.',
  })),
  wrong_password: when('conflict', () => ({
    zh: '当前密码不正确。',
    en: 'The current password is wrong.',
  })),
  wrong_credentials: when('unauthenticated', () => ({
    zh: '邮箱、密码或动态码不正确。连续错误 5 次后将锁定 15 分钟。',
    en: 'E-mail, password or code is wrong. After 5 wrong tries the account is locked for 15 minutes.',
  })),
  bad_document: when<{ type: string }>('invalid', () => ({
    zh: '证件号码不正确，请核对证件类型和每一位数字。',
    en: 'The document number is not right; check the type and each character.',
  })),
  birth_date_differs: when<{ birthDate: string }>('invalid', () => ({
    zh: '出生日期与身份证号码不一致。',
    en: 'The birth date is not the one in the ID card number.',
  })),
  born_in_future: when('invalid', () => ({
    zh: '出生日期不能在今天之后。',
    en: 'A birth date cannot be after today.',
  })),
  document_in_use: when('conflict', () => ({
    zh: '这个证件号码已用于另一个账户。如果不是你本人登记的，请联系服务台。',
    en: 'This document is used by another account. If that is not you, ask at the desk.',
  })),
  no_document: when('not_found', () => ({
    zh: '此人没有登记证件。',
    en: 'This person has not given a document.',
  })),
  email_in_use: when('conflict', () => ({
    zh: '已有工作人员使用这个邮箱。',
    en: 'A member of staff uses this e-mail already.',
  })),
  venue_name_in_use: when('conflict', () => ({
    zh: '已有同名场馆。',
    en: 'There is a venue of this name already.',
  })),
  no_such_venue: when('not_found', () => ({
    zh: '没有这个场馆。',
    en: 'There is no such venue.',
  })),
  grant_twice: when('invalid', () => ({
    zh: '同一角色和场馆只能授权一次。',
    en: 'The same role at the same venue is granted once.',
  })),
  last_administrator: when('conflict', () => ({
    zh: '至少要有一名负责全部场馆的管理员。',
    en: 'At least one administrator of the whole house must remain.',
  })),
});

constraintKeeps('residents_one_per_document', peopleRefusals.document_in_use);
constraintKeeps('staff_one_per_email', peopleRefusals.email_in_use);
constraintKeeps('venues_one_per_name', peopleRefusals.venue_name_in_use);
for (const constraint of ['staff_grants_at_venue', 'rooms_at_venue', 'terms_at_venue', 'pools_at_venue']) {
  constraintKeeps(constraint, peopleRefusals.no_such_venue);
}
constraintKeeps('staff_grants_each_once', peopleRefusals.grant_twice);
