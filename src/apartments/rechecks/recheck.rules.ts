import type { Text } from '../../kernel/text.js';
import { earlierDay, isDayBefore, laterDay } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { conditionInWords, conditionKinds, isOutOfDate } from '../applications/application-conditions.rules.js';
import type { ConditionKind, ConditionState } from '../applications/application-conditions.rules.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { renewalWindow } from '../renewals/renewal.rules.js';

export const recheckStates = ['asked', 'given', 'fit', 'not_fit'] as const;
export type RecheckState = (typeof recheckStates)[number];

/** dropped: the tenant claims no tier any more. */
export const recheckItemStates = ['asked', 'given', 'accepted', 'returned', 'rejected', 'dropped'] as const;
export type RecheckItemState = (typeof recheckItemStates)[number];

export const recheckWhys = [
  'out_of_date',
  'not_accepted',
  'not_insured',
  'household_changed',
  'asked_by_house',
] as const;
export type RecheckWhy = (typeof recheckWhys)[number];

export const recheckRules = {
  /** How long a tenant has at least to mend what was returned. */
  daysToMend: 7,
  /** Before the last day to give what is asked. */
  remindDaysBefore: [7, 1],
} as const;

export interface Proof {
  readonly kind: ConditionKind;
  readonly state: ConditionState;
  readonly validUntil: PlainDate | null;
  readonly hiredOn: PlainDate | null;
}

interface Then {
  readonly nextStartsOn: PlainDate;
  readonly hasOtherSpouse: boolean;
  /** The policy gives the household one more lease before it is insured. */
  readonly mayStayUninsured: boolean;
}

/** What must be proved anew for a lease that begins then; nothing where all of it still holds. */
export function toReprove(proofs: readonly Proof[], then: Then): { kind: ConditionKind; why: RecheckWhy }[] {
  return conditionKinds.flatMap((kind) => {
    const proof = proofs.find((one) => one.kind === kind);
    const why = proof && whyAnew(proof, then);
    return why ? [{ kind, why }] : [];
  });
}

function whyAnew({ kind, state, validUntil, hiredOn }: Proof, then: Then): RecheckWhy | undefined {
  if (state !== 'accepted') return 'not_accepted';
  if (hiredOn !== null && !then.mayStayUninsured) return 'not_insured';
  if (isOutOfDate(validUntil, then.nextStartsOn)) return 'out_of_date';
  return kind === 'household' && then.hasOtherSpouse ? 'household_changed' : undefined;
}

/** The last day to ask for renewal, or where that comes first, the last on which an offer still fits before the end. */
export function answerBy(policy: Pick<PolicyValues, 'renewal'>, leaseEndsOn: PlainDate, today: PlainDate): PlainDate {
  const { askedBy, recheckOn } = renewalWindow(policy, leaseEndsOn);
  const lastOffer = leaseEndsOn.subtract({ days: policy.renewal.offerDays });
  const day = isDayBefore(recheckOn, askedBy) ? askedBy : lastOffer;
  return earlierDay(laterDay(day, today), leaseEndsOn);
}

/** By when what was returned today has to be mended. */
export function mendBy(answerBy: PlainDate, today: PlainDate, leaseEndsOn: PlainDate): PlainDate {
  return earlierDay(laterDay(answerBy, today.add({ days: recheckRules.daysToMend })), leaseEndsOn);
}

export const isOpenItem = ({ state }: { readonly state: RecheckItemState }) =>
  state === 'asked' || state === 'returned';

/** `isOver`: the last day to give what is asked has passed. */
export function stateOf(items: readonly { readonly state: RecheckItemState }[], isOver: boolean): RecheckState {
  if (items.some(({ state }) => state === 'rejected')) return 'not_fit';
  if (items.some(isOpenItem)) return isOver ? 'not_fit' : 'asked';
  return items.some(({ state }) => state === 'given') ? 'given' : 'fit';
}

export interface RecheckItemFacts {
  readonly kind: ConditionKind;
  readonly why: RecheckWhy;
  readonly state: RecheckItemState;
  readonly reason: string | null;
  readonly reasonEn: string | null;
}

const whyInWords: Readonly<Record<RecheckWhy, Text>> = {
  out_of_date: { zh: '续租时已过有效期', en: 'out of date by then' },
  not_accepted: { zh: '尚未审核通过', en: 'not accepted yet' },
  not_insured: { zh: '须已参保', en: 'insurance is to be proved' },
  household_changed: { zh: '家庭情况有变', en: 'the household has changed' },
  asked_by_house: { zh: '须重新证明', en: 'to be proved anew' },
};

export function askedInWords({ kind, why }: Pick<RecheckItemFacts, 'kind' | 'why'>): Text {
  const [what, reason] = [conditionInWords[kind], whyInWords[why]];
  return { zh: `${what.zh}（${reason.zh}）`, en: `${what.en} (${reason.en})` };
}

/** What stands in the way of this item, in words; nothing where it is accepted or no longer claimed. */
export function obstacleInWords({ kind, state, reason, reasonEn }: RecheckItemFacts): Text | undefined {
  const what = conditionInWords[kind];
  if (state === 'accepted' || state === 'dropped') return undefined;
  if (reason !== null && reasonEn !== null) {
    return { zh: `${what.zh}（${plain(reason)}）`, en: `${what.en} (${plain(reasonEn)})` };
  }
  const why = state === 'given' ? { zh: '待审核', en: 'to be looked at' } : { zh: '未提供', en: 'not given' };
  return { zh: `${what.zh}（${why.zh}）`, en: `${what.en} (${why.en})` };
}

export function inOneSentence(words: readonly Text[]): Text {
  return { zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(', ') };
}

/** What staff wrote, with no full stop of its own. */
function plain(reason: string): string {
  return reason.trim().replace(/[。.；;]+$/, '');
}
