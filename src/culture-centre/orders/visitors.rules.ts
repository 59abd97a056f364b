import type { PlainDate } from '../../kernel/time.js';
import { isChild, isSenior } from '../programme/prices.rules.js';
import type { PriceClass } from '../programme/prices.rules.js';
import type { ItemRules } from '../programme/item-rules.contract.js';
import { orderRefusals } from './order.errors.js';

/** Who is to come, as far as the rules ask. */
export interface VisitorFacts {
  readonly name: string | null;
  readonly documentHash: string | null;
  readonly birthOn: PlainDate | null;
  readonly priceClass: PriceClass;
}

/** What the house knows of whoever books. */
export interface AccountFacts {
  readonly isTenant: boolean;
  readonly isLearner: boolean;
}

export function assertNamed(visitors: readonly VisitorFacts[], { realName }: Pick<ItemRules, 'realName'>): void {
  const nameless = visitors.findIndex(({ name, documentHash }) => !name || documentHash === null);
  if (realName && nameless >= 0) throw orderRefusals.document_missing({ visitor: nameless + 1 });
}

export function assertDifferentPeople(visitors: readonly VisitorFacts[]): void {
  const hashes = visitors.flatMap(({ documentHash }) => documentHash ?? []);
  if (new Set(hashes).size < hashes.length) throw orderRefusals.document_twice();
}

/** `children`: of the order and, of visits, of the account's other orders of that day. */
export function assertFewChildren(children: number, rules: ItemRules): void {
  if (children <= rules.mostChildren) return;
  throw orderRefusals.too_many_children({ most: rules.mostChildren, belowAge: rules.childBelowAge });
}

/** Age is proved by the ID card, tenancy and learning by the account; the disabled show their card at the door. */
export function assertPriceClassesFit(
  visitors: readonly VisitorFacts[],
  day: PlainDate,
  rules: ItemRules,
  account: AccountFacts,
): void {
  const fits: Record<PriceClass, (visitor: VisitorFacts) => boolean> = {
    adult: () => true,
    child: ({ birthOn }) => isChild(birthOn, day, rules),
    senior: ({ birthOn }) => isSenior(birthOn, day, rules),
    disabled: () => true,
    tenant: () => account.isTenant,
    learner: () => account.isLearner,
  };
  const wrong = visitors.findIndex((visitor) => !fits[visitor.priceClass](visitor));
  if (wrong < 0) return;
  const priceClass = visitors[wrong]?.priceClass ?? 'adult';
  throw orderRefusals.price_class_does_not_fit({ visitor: wrong + 1, priceClass });
}

/** Requests for groups hold their places until staff decide: so many of an account at once. */
export const openGroups = 2;

export function assertFewGroups(open: number): void {
  if (open >= openGroups) throw orderRefusals.too_many_groups({ open });
}

export function assertWithinDay(
  booked: number,
  coming: number,
  { largestParty }: Pick<ItemRules, 'largestParty'>,
): void {
  if (booked + coming <= largestParty) return;
  throw orderRefusals.day_limit_reached({ limit: largestParty, booked });
}
