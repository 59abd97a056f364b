import { yuan } from '../../kernel/money.js';
import { refusals, when } from '../../kernel/refusal.js';
import type { Refusal } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import type { TermRefusal } from '../renewals/renewal.rules.js';
import type { RentRefusal } from '../rents/rent.rules.js';

/** What the rules refuse: a case that the policy leaves open, or a lease that it does not allow. */
export type RuleRefusal = RentRefusal | TermRefusal;
type FactsOf<Code extends RuleRefusal['code']> = Extract<RuleRefusal, { code: Code }>['facts'];

/** Days are facts as text, `2026-09-01`. */
interface NoneInForce extends Record<string, unknown> {
  readonly venueId: string;
  readonly on: string;
  readonly firstValidFrom: string | null;
}

export const policyRefusals = refusals('policies', {
  no_share_for_tier: when<FactsOf<'no_share_for_tier'>>('not_acceptable_now', ({ tier }) => ({
    zh: `租住政策没有规定人才层次 ${tier} 的租金比例，无法计算租金。`,
    en: `The policy gives no share of market rent for talent tier ${tier}, so there is no rent to reckon.`,
  })),
  no_share_without_tier: when('not_acceptable_now', () => ({
    zh: '租住政策没有规定无人才层次者的租金比例，无法计算租金。',
    en: 'The policy gives no share of market rent for people without a talent tier, so there is no rent to reckon.',
  })),
  no_share_for_term: when<FactsOf<'no_share_for_term'>>('not_acceptable_now', ({ termNumber, lastTerm }) => ({
    zh: `租住政策只规定了前 ${lastTerm} 个租期的租金比例，没有规定第 ${termNumber} 个租期的。`,
    en: `The policy gives a share of market rent up to term ${lastTerm}, and none for term ${termNumber}.`,
  })),
  no_standard_area: when<FactsOf<'no_standard_area'>>('not_acceptable_now', ({ tier }) => ({
    zh: `租住政策没有规定${tier === null ? '无人才层次者' : `人才层次 ${tier} `}的标准面积，无法计算租金。`,
    en: `The policy gives no standard area for ${tier === null ? 'people without a talent tier' : `talent tier ${tier}`}, so there is no rent to reckon.`,
  })),
  no_employer_to_bill: when<FactsOf<'no_employer_to_bill'>>('not_acceptable_now', ({ employerFen }) => ({
    zh: `按租住政策，用人单位每月应承担 ${yuan(employerFen)} 元，但没有登记用人单位。`,
    en: `By the policy the employer pays ${yuan(employerFen)} yuan a month, and no employer is known.`,
  })),

  not_insured: when<FactsOf<'not_insured'>>('conflict', ({ ordinaryLeases }) => ({
    zh: `尚未缴纳社会保险，不能签订租约${ordinaryLeases > 0 ? '；首次短租只面向新入职人员' : ''}。`,
    en: `Social insurance is not paid yet, so there can be no lease${ordinaryLeases > 0 ? '; the short first lease is for new hires only' : ''}.`,
  })),
  short_first_lease_used: when<FactsOf<'short_first_lease_used'>>('conflict', ({ times }) => ({
    zh: `首次短租最多 ${times} 次，已经用完；缴纳社会保险后可以签订正常租约。`,
    en: `The short first lease is given at most ${inTimes(times)}, and that is used up; an ordinary lease needs social insurance.`,
  })),
  home_extension_used: when<FactsOf<'home_extension_used'>>('conflict', ({ times, longestMonths }) => ({
    zh: `居住已满 ${longestMonths} 个月；购房未交付的延长最多 ${times} 次，已经用完。`,
    en: `The longest tenure of ${longestMonths} months is reached, and the extension for a bought home, given at most ${inTimes(times)}, is used up.`,
  })),
  longest_tenure_reached: when<FactsOf<'longest_tenure_reached'>>(
    'conflict',
    ({ longestMonths, usedMonths, usedDays }) => ({
      zh: `本人与配偶已累计居住 ${usedMonths} 个月${usedDays > 0 ? `零 ${usedDays} 天` : ''}，最长居住期限为 ${longestMonths} 个月。`,
      en: `The household has lived here for ${usedMonths} months${usedDays > 0 ? ` and ${usedDays} days` : ''}; the longest tenure is ${longestMonths} months.`,
    }),
  ),

  none_in_force: when<NoneInForce>('conflict', ({ on, firstValidFrom }) => ({
    zh: `${on} 没有生效的租住政策${firstValidFrom === null ? '' : `，最早的一版自 ${firstValidFrom} 起生效`}。`,
    en: `No policy is in force on ${on}${firstValidFrom === null ? '' : `; the first one holds from ${firstValidFrom}`}.`,
  })),
  draft_exists: when<{ draftId: string | null }>('conflict', () => ({
    zh: '这里已有一份租住政策草稿。请修改、发布或放弃它，再起草新的。',
    en: 'There is a draft of the policy here already; change, publish or discard it before a new one is drafted.',
  })),
  is_published: when<{ version: number; validFrom: string | null }>('conflict', ({ version }) => ({
    zh: `第 ${version} 版租住政策已经发布，不能再改。请起草新的一版。`,
    en: `Version ${version} of the policy is published and never changes; draft a new version.`,
  })),
  starts_in_the_past: when<{ validFrom: string; today: string }>('invalid', ({ validFrom }) => ({
    zh: `租住政策不能自过去的日期（${validFrom}）起生效。`,
    en: `A policy cannot come into force on a day that is past (${validFrom}).`,
  })),
  starts_before_the_latest: when<{ validFrom: string | null; latest: string | null }>('conflict', ({ latest }) => ({
    zh: `生效日期须晚于已发布的最新一版${latest === null ? '' : `（${latest}）`}。`,
    en: `It must come into force after the latest published version${latest === null ? '' : ` (${latest})`}.`,
  })),
});

constraintKeeps('apartment_policies_one_per_version', () => policyRefusals.draft_exists({ draftId: null }));
constraintKeeps('apartment_policies_one_draft', () => policyRefusals.draft_exists({ draftId: null }));
constraintKeeps('apartment_policies_one_from_a_day', () =>
  policyRefusals.starts_before_the_latest({ validFrom: null, latest: null }),
);

/** A refusal of the pure rules, with its sentence; total by type over their codes. */
export function refusalOf({ code, facts }: RuleRefusal): Refusal {
  const byCode: Record<RuleRefusal['code'], (facts: never) => Refusal> = policyRefusals;
  return byCode[code](facts as never);
}

function inTimes(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
