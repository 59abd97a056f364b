import { splitByLargestRemainder } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import { dividedHalfUp, hundredths } from './decimal.rules.js';
import { payers, tiers } from '../policy/policy.contract.js';
import type { Degree, Payer, PolicyValues, Tier } from '../policy/policy.contract.js';

export interface UnitForRent {
  /** At most two decimals. */
  readonly areaM2: number;
  /** A month. */
  readonly marketFenPerM2: Fen;
}

export interface RentQuestion {
  readonly policy: Pick<PolicyValues, 'termMonths' | 'rent' | 'area' | 'subsidy' | 'split'>;
  readonly unit: UnitForRent;
  readonly household: {
    readonly tier: Tier | null;
    readonly spouseTier: Tier | null;
    readonly degree: Degree | null;
  };
  /** 1 for the first lease. */
  readonly termNumber: number;
  /** 1 for the first month that person and spouse live here. */
  readonly monthOfTenure: number;
  readonly hasEmployer: boolean;
}

/** Area × price × percent, rounded half up to the fen; the percent of a flat price is 100. */
export interface RentLine {
  readonly what: 'share_of_market' | 'flat_price' | 'over_standard';
  readonly areaM2: number;
  readonly fenPerM2: Fen;
  readonly percent: number;
  readonly amountFen: Fen;
}

export interface MonthlyRent {
  /** The tier that counts: the higher of a couple's. */
  readonly tier: Tier | null;
  readonly lines: readonly RentLine[];
  readonly totalFen: Fen;
  /** Null where none is due; `entitledFen` is what the degree gives where the rent is high enough. */
  readonly subsidy: { readonly degree: Degree; readonly entitledFen: Fen; readonly amountFen: Fen } | null;
  readonly netFen: Fen;
  /** Of the net. */
  readonly split: Readonly<Record<Payer, Fen>>;
}

/** Cases that the policy leaves open. */
export type RentRefusal =
  | { readonly code: 'no_share_for_tier'; readonly facts: { readonly tier: Tier } }
  | { readonly code: 'no_share_without_tier'; readonly facts: Readonly<Record<string, never>> }
  | { readonly code: 'no_share_for_term'; readonly facts: { readonly termNumber: number; readonly lastTerm: number } }
  | { readonly code: 'no_standard_area'; readonly facts: { readonly tier: Tier | null } }
  | { readonly code: 'no_employer_to_bill'; readonly facts: { readonly employerFen: Fen } };

type Refused = { readonly refused: RentRefusal };
export type Rent = MonthlyRent | Refused;

/** The rent of one month, line by line; refused where the policy leaves the case open. */
export function monthlyRent(question: RentQuestion): Rent {
  const { policy, unit, household, hasEmployer } = question;
  const tier = tiers.find((one) => one === household.tier || one === household.spouseTier) ?? null;
  const price = priceWithinStandard(policy.rent, unit, tier, question.termNumber);
  if ('refused' in price) return price;
  const lines = linesFor(policy.area, unit, tier, price);
  if ('refused' in lines) return lines;
  const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const subsidy = subsidyOf(question, totalFen);
  const netFen = totalFen - (subsidy?.amountFen ?? 0);
  const split = splitByPayer(netFen, policy.split);
  if (split.employer > 0 && !hasEmployer) return refuse('no_employer_to_bill', { employerFen: split.employer });
  return { tier, lines, totalFen, subsidy, netFen, split };
}

type Price = Pick<RentLine, 'what' | 'fenPerM2' | 'percent'>;

function priceWithinStandard(
  rent: PolicyValues['rent'],
  unit: UnitForRent,
  tier: Tier | null,
  termNumber: number,
): Price | Refused {
  if (rent.kind === 'per_square_metre') return { what: 'flat_price', fenPerM2: rent.fenPerSquareMetre, percent: 100 };
  const market = (percent: number): Price => ({ what: 'share_of_market', fenPerM2: unit.marketFenPerM2, percent });
  if (rent.byTier !== null && tier !== null) {
    const percent = rent.byTier[tier];
    return percent === undefined ? refuse('no_share_for_tier', { tier }) : market(percent);
  }
  if (rent.byTerm === null) return refuse('no_share_without_tier', {});
  const percent = rent.byTerm[termNumber - 1];
  return percent === undefined
    ? refuse('no_share_for_term', { termNumber, lastTerm: rent.byTerm.length })
    : market(percent);
}

/** One line, or two where the unit is larger than the standard and its tolerance. */
function linesFor(
  area: PolicyValues['area'],
  unit: UnitForRent,
  tier: Tier | null,
  price: Price,
): readonly RentLine[] | Refused {
  const whole = hundredths(unit.areaM2);
  const line = (part: number, at: Price): RentLine => ({
    ...at,
    areaM2: part / 100,
    amountFen: dividedHalfUp([part, at.fenPerM2, hundredths(at.percent)], 100 * 10_000),
  });
  const hasStandards = area.standardByTier !== null || area.standardWithoutTier !== null;
  const isFullMarket = price.fenPerM2 === unit.marketFenPerM2 && price.percent === 100;
  if (!hasStandards || isFullMarket) return [line(whole, price)];
  const standard = tier === null ? area.standardWithoutTier : area.standardByTier?.[tier];
  if (standard == null) return refuse('no_standard_area', { tier });
  const within = dividedHalfUp([hundredths(standard), 10_000 + hundredths(area.tolerancePercent)], 10_000);
  if (whole <= within) return [line(whole, price)];
  const fullMarket = { what: 'over_standard', fenPerM2: unit.marketFenPerM2, percent: 100 } as const;
  return [line(within, price), line(whole - within, fullMarket)];
}

function subsidyOf({ policy, household, monthOfTenure }: RentQuestion, totalFen: Fen): MonthlyRent['subsidy'] {
  const { degree } = household;
  if (policy.subsidy === null || degree === null || monthOfTenure > policy.subsidy.months) return null;
  const entitledFen = policy.subsidy.monthlyFenByDegree[degree];
  return { degree, entitledFen, amountFen: Math.min(entitledFen, totalFen) };
}

/** To the fen, the odd ones in the order of the payers. */
export function splitByPayer(netFen: Fen, split: PolicyValues['split']): MonthlyRent['split'] {
  const [person = 0, employer = 0, zone = 0] = splitByLargestRemainder(
    netFen,
    payers.map((payer) => hundredths(split[payer])),
  );
  return { person, employer, zone };
}

function refuse<Code extends RentRefusal['code']>(
  code: Code,
  facts: Extract<RentRefusal, { code: Code }>['facts'],
): Refused {
  return { refused: { code, facts } as RentRefusal };
}

export interface ScheduledRent {
  /** 1 for the first month of the lease. */
  readonly leaseMonth: number;
  readonly termNumber: number;
  readonly monthOfTenure: number;
  readonly rent: Rent;
}

/**
 * What is owed month by month from the first day of the lease that the question is about. Past the policy's term the
 * next term is taken to follow without a gap. A month that the policy leaves open says so in its own row.
 */
export function rentSchedule(question: RentQuestion, months: number): readonly ScheduledRent[] {
  return Array.from({ length: months }, (_, index) => {
    const termNumber = question.termNumber + Math.floor(index / question.policy.termMonths);
    const monthOfTenure = question.monthOfTenure + index;
    const rent = monthlyRent({ ...question, termNumber, monthOfTenure });
    return { leaseMonth: index + 1, termNumber, monthOfTenure, rent };
  });
}
