import type { Text } from '../../kernel/text.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

export const conditionKinds = [
  'tier_certificate',
  'employer_contract',
  'social_insurance',
  'no_home_in_zone',
  'household',
] as const;
export type ConditionKind = (typeof conditionKinds)[number];

export const conditionStates = ['missing', 'given', 'accepted', 'returned'] as const;
export type ConditionState = (typeof conditionStates)[number];

export const conditionInWords: Readonly<Record<ConditionKind, Text>> = {
  tier_certificate: { zh: '人才层次认定', en: 'tier certificate' },
  employer_contract: { zh: '劳动合同', en: 'employment contract' },
  social_insurance: { zh: '社会保险', en: 'social insurance' },
  no_home_in_zone: { zh: '区内无房证明', en: 'no home in the zone' },
  household: { zh: '家庭情况', en: 'household' },
};

/** Who claims no tier has no certificate to show. */
export function neededConditions(claimsTier: boolean): readonly ConditionKind[] {
  return conditionKinds.filter((kind) => claimsTier || kind !== 'tier_certificate');
}

export const missingItems = ['name', 'identity_document', ...conditionKinds] as const;
export const missingReasons = ['not_given', 'no_document', 'returned', 'out_of_date'] as const;

export interface Missing {
  readonly item: (typeof missingItems)[number];
  readonly why: (typeof missingReasons)[number];
}

export interface ConditionFacts {
  readonly kind: ConditionKind;
  readonly state: ConditionState;
  readonly validUntil: PlainDate | null;
  readonly documents: number;
  /** Attested by the employer itself, so that no paper is needed. */
  readonly isConfirmed?: boolean;
}

export interface ApplicationFacts {
  readonly hasName: boolean;
  readonly hasIdentityDocument: boolean;
  readonly conditions: readonly ConditionFacts[];
}

/** What stands between an application and its submission; nothing where it is complete. */
export function missingForSubmission(facts: ApplicationFacts, today: PlainDate): readonly Missing[] {
  const missing: Missing[] = [];
  if (!facts.hasName) missing.push({ item: 'name', why: 'not_given' });
  if (!facts.hasIdentityDocument) missing.push({ item: 'identity_document', why: 'not_given' });
  for (const condition of facts.conditions) {
    const why = whyIncomplete(condition, today);
    if (why) missing.push({ item: condition.kind, why });
  }
  return missing;
}

function whyIncomplete(condition: ConditionFacts, today: PlainDate): Missing['why'] | undefined {
  if (condition.state === 'missing') return 'not_given';
  if (condition.state === 'returned') return 'returned';
  if (condition.documents === 0 && !condition.isConfirmed) return 'no_document';
  return isOutOfDate(condition.validUntil, today) ? 'out_of_date' : undefined;
}

/** The last day of validity is a valid one. */
export function isOutOfDate(validUntil: PlainDate | null, today: PlainDate): boolean {
  return validUntil !== null && isDayBefore(validUntil, today);
}

/** How far ahead somebody may be hired who applies as not yet insured: as far as a lease may begin ahead. */
export const mostDaysUntilHired = 60;

/** An approval holds as long as all that it stands on, and no longer than staff say. */
export function approvalValidUntil(dates: readonly (PlainDate | null)[]): PlainDate | null {
  const known = dates.filter((date) => date !== null).sort((a, b) => Temporal.PlainDate.compare(a, b));
  return known[0] ?? null;
}

const reasonInWords: Readonly<Record<Missing['why'], Text>> = {
  not_given: { zh: '未填写', en: 'not given' },
  no_document: { zh: '未上传材料', en: 'no document' },
  returned: { zh: '被退回，尚未补正', en: 'returned and not mended' },
  out_of_date: { zh: '已过有效期', en: 'out of date' },
};

export function itemInWords(item: Missing['item']): Text {
  if (item === 'name') return { zh: '姓名', en: 'name' };
  if (item === 'identity_document') return { zh: '身份证件', en: 'identity document' };
  return conditionInWords[item];
}

export function missingInWords({ item, why }: Missing): Text {
  const words = itemInWords(item);
  const reason = reasonInWords[why];
  return { zh: `${words.zh}（${reason.zh}）`, en: `${words.en} (${reason.en})` };
}
