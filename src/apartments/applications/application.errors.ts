import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { peopleRefusals } from '../../people/index.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import { conditionInWords, missingInWords } from './application-conditions.rules.js';
import type { ConditionKind, Missing } from './application-conditions.rules.js';
import { stateInWords } from './application.lifecycle.js';
import type { ApplicationState } from './application.lifecycle.js';
import { documentsPerCondition } from './document-file.rules.js';

const kindsInWords = (kinds: readonly ConditionKind[]) => ({
  zh: kinds.map((kind) => conditionInWords[kind].zh).join('、'),
  en: kinds.map((kind) => conditionInWords[kind].en).join(', '),
});

export const applicationRefusals = refusals('applications', {
  already_applied: when<{ reference?: string }>('conflict', ({ reference }) => ({
    zh: `你在这个公寓已有一份进行中的申请${reference ? `（${reference}）` : ''}，每人每处只能有一份。`,
    en: `You have an application for this house already${reference ? ` (${reference})` : ''}; each person has one at a house.`,
  })),
  no_apartments_there: when('conflict', () => ({
    zh: '这个场所没有人才公寓，请选择公寓后再申请；可选房源中列有各公寓。',
    en: 'This venue has no apartments; apply for an apartment house, as the free units name them.',
  })),
  not_in_this_state: when<{ state: ApplicationState }>('conflict', ({ state }) => ({
    zh: `申请现在是“${stateInWords[state].zh}”，不能这样做。请刷新后查看。`,
    en: `The application is ${stateInWords[state].en}, so this cannot be done; load it again.`,
  })),
  incomplete: when<{ missing: readonly Missing[] }>('not_acceptable_now', ({ missing }) => ({
    zh: `申请还不完整：${missing.map((one) => missingInWords(one).zh).join('、')}。`,
    en: `The application is not complete: ${missing.map((one) => missingInWords(one).en).join(', ')}.`,
  })),
  spouse_not_found: when('invalid', () => ({
    zh: '没有找到这个手机号和姓名的居民。请配偶先登录邻里并填写姓名。',
    en: 'Nobody with this phone number and name is known here; your spouse signs in and gives a name first.',
  })),
  spouse_is_self: when('invalid', () => ({
    zh: '配偶不能是申请人本人。',
    en: 'The spouse cannot be the applicant.',
  })),
  file_empty: when('invalid', () => ({
    zh: '文件是空的。',
    en: 'The file is empty.',
  })),
  file_not_taken: when('unsupported', () => ({
    zh: '文件内容不是 PDF、JPEG 或 PNG。请换一种格式上传。',
    en: 'What is in the file is not PDF, JPEG or PNG; upload it as one of these.',
  })),
  hired_on_of_insurance_only: when('invalid', () => ({
    zh: '入职日期只用于“社会保险”一项（新入职、尚未参保）。',
    en: 'The day of hiring belongs to social insurance alone, for those newly hired and not yet insured.',
  })),
  hired_too_late: when<{ latest: PlainDate }>('invalid', ({ latest }) => ({
    zh: `入职日期不能晚于 ${dateInWords(latest).zh}。`,
    en: `The day of hiring cannot be after ${dateInWords(latest).en}.`,
  })),
  must_be_insured: when('conflict', () => ({
    zh: '这个公寓不接受尚未参保的新入职人员，请在参保后填写。',
    en: 'This house lets to nobody who is not insured yet; give it once you are.',
  })),
  too_many_documents: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每项条件最多 ${limit} 份材料，请先删除不需要的。`,
    en: `A condition has at most ${limit} documents; delete one that is not needed first.`,
  })),
  out_of_date: when<{ validUntil: string }>('invalid', ({ validUntil }) => ({
    zh: `有效期 ${validUntil} 已过。`,
    en: `It was valid until ${validUntil}, which is over.`,
  })),
  appealed_before: when('conflict', () => ({
    zh: '这份申请已经申诉过一次，申诉只能提出一次。',
    en: 'This application has been appealed before; that is possible once.',
  })),
  not_needed: when<{ kind: ConditionKind }>('conflict', ({ kind }) => ({
    zh: `这份申请没有“${conditionInWords[kind].zh}”一项。`,
    en: `The application has no item "${conditionInWords[kind].en}".`,
  })),
  not_given_yet: when<{ kind: ConditionKind }>('conflict', ({ kind }) => ({
    zh: `“${conditionInWords[kind].zh}”还没有填写，不能审核。`,
    en: `The item "${conditionInWords[kind].en}" has not been given, so it cannot be reviewed.`,
  })),
  nothing_returned: when('conflict', () => ({
    zh: '没有任何一项被标为退回。请先写明哪一项需要补正及原因。',
    en: 'No item is marked as returned; say first which one needs mending, and why.',
  })),
  not_all_accepted: when<{ kinds: readonly ConditionKind[] }>('conflict', ({ kinds }) => ({
    zh: `还有条件没有审核通过：${kindsInWords(kinds).zh}。`,
    en: `Some conditions are not accepted yet: ${kindsInWords(kinds).en}.`,
  })),
  no_longer_valid: when<{ kinds: readonly ConditionKind[] }>('conflict', ({ kinds }) => ({
    zh: `以下条件的有效期已过：${kindsInWords(kinds).zh}。`,
    en: `Some conditions are out of date: ${kindsInWords(kinds).en}.`,
  })),
  tier_without_certificate: when('conflict', () => ({
    zh: '人才层次须以审核通过的人才层次认定为依据。',
    en: 'A tier is set on the ground of an accepted tier certificate.',
  })),
  tier_not_set: when('conflict', () => ({
    zh: '人才层次认定已通过，请先填写层次。',
    en: 'The tier certificate is accepted; set the tier first.',
  })),
  spouse_approved: when<{ reference: string }>('conflict', ({ reference }) => ({
    zh: `配偶一方已有通过的申请（${reference}），夫妻只享受一份。`,
    en: `Their spouse has an approved application (${reference}); a couple has one benefit.`,
  })),
});

export const tooManyDocuments = () => applicationRefusals.too_many_documents({ limit: documentsPerCondition });

constraintKeeps('apartment_applications_one_live_per_person_and_house', () => applicationRefusals.already_applied({}));
constraintKeeps('apartment_applications_spouse_is_another', applicationRefusals.spouse_is_self);
constraintKeeps('apartment_applications_at_venue', peopleRefusals.no_such_venue);
