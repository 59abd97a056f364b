import { z } from 'zod';
import { fen, rule } from '../../kernel/contract.js';
import { hasTwoDecimals, hundredths } from '../rents/decimal.rules.js';

/** Certified levels of talent; A is the highest. */
export const tiers = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export const tier = z.enum(tiers).meta({ description: 'Talent tier; A is the highest' });
export type Tier = z.output<typeof tier>;

export const degree = z.enum(['phd', 'master', 'bachelor']);
export type Degree = z.output<typeof degree>;

/** Who a rent is billed to, in the order in which odd fen are handed out. */
export const payers = ['person', 'employer', 'zone'] as const;
export type Payer = (typeof payers)[number];

/** Per cent, with at most two decimals: `50`, `33.33`. */
function percentUpTo(max: number) {
  return rule(z.number().min(0).max(max), hasTwoDecimals, {
    zh: '百分比最多保留两位小数',
    en: 'A percentage has at most two decimals',
  });
}
export const percent = percentUpTo(100).meta({ description: 'Per cent, at most two decimals' });

export const squareMetres = rule(z.number().min(0.01).max(10_000), hasTwoDecimals, {
  zh: '面积最多保留两位小数',
  en: 'An area has at most two decimals',
}).meta({ description: 'Area in m², at most two decimals' });

const months = (max: number) => z.int().min(1).max(max);
const days = (max: number) => z.int().min(0).max(max);

/** The law allows no lease above 20 years. */
const longestLease = 240;

const extraLease = z.strictObject({ months: months(60), times: z.int().min(1).max(10) }).nullable();

const endsWithinTheLease = {
  zh: '续租邀约的有效期不得超过申请截止或资格复核至到期的天数',
  en: 'A renewal offer must lapse before the lease ends, even where it is made on the last day to ask or to re-check',
};

const renewal = rule(
  rule(
    rule(
      z.strictObject({
        opensDaysBefore: days(365),
        askedByDaysBefore: days(365),
        recheckDaysBefore: days(365),
        offerDays: z.int().min(1).max(90),
      }),
      ({ opensDaysBefore, askedByDaysBefore }) => opensDaysBefore > askedByDaysBefore,
      { zh: '续租开放须早于申请截止', en: 'Renewal must open before the last day to ask for it' },
    ),
    ({ opensDaysBefore, recheckDaysBefore }) => opensDaysBefore >= recheckDaysBefore,
    { zh: '资格复核不得早于续租开放', en: 'Eligibility must not be re-checked before renewal opens' },
  ),
  ({ askedByDaysBefore, recheckDaysBefore, offerDays }) => offerDays <= Math.min(askedByDaysBefore, recheckDaysBefore),
  endsWithinTheLease,
);

const idle = rule(
  z.strictObject({ warnDays: months(365), breachDays: months(730) }),
  ({ warnDays, breachDays }) => warnDays < breachDays,
  { zh: '空置提醒须早于空置违约', en: 'The warning of an idle unit must come before the breach' },
).meta({ description: 'Days a unit stands idle until its tenant is warned, and until it is a breach' });

const depositPayer = z.enum(['person', 'employer']);
const deposit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('months'), months: z.int().min(0).max(12), payer: depositPayer }),
  z.strictObject({ kind: z.literal('flat'), amountFen: fen, payer: depositPayer }),
]);

const share = rule(
  z.strictObject({
    kind: z.literal('share'),
    byTier: z.partialRecord(tier, percent).nullable(),
    byTerm: z.array(percent).min(1).max(40).nullable(),
  }),
  ({ byTier, byTerm }) => byTier !== null || byTerm !== null,
  { zh: '租金比例须按人才层次或按租期给出', en: 'The share of market rent must be given by tier or by term' },
).meta({
  description:
    'Per cent of market rent: by tier, and for those without one by term (1st, 2nd, …). Where byTier is null, byTerm is for everyone.',
});

const rent = z.discriminatedUnion('kind', [
  share,
  z.strictObject({ kind: z.literal('per_square_metre'), fenPerSquareMetre: fen }),
]);

const area = z
  .strictObject({
    standardByTier: z.partialRecord(tier, squareMetres).nullable(),
    standardWithoutTier: squareMetres.nullable(),
    tolerancePercent: percent,
  })
  .meta({ description: 'What lies over the standard and its tolerance is at full market; both null: no standard' });

const split = rule(
  z.strictObject({ person: percent, employer: percent, zone: percent }),
  (parts) => payers.reduce((sum, payer) => sum + hundredths(parts[payer]), 0) === 10_000,
  { zh: '个人、单位、园区的分担比例之和须为 100', en: 'The shares of person, employer and zone must add up to 100' },
);

const timers = z.strictObject({ signHours: z.int().min(1).max(240), payDepositHours: z.int().min(1).max(720) }).meta({
  description: 'Hours that a chosen unit is held until it is signed, and a signed one until the deposit is there',
});

const late = z
  .strictObject({
    graceDays: days(90).meta({ description: 'Days after the due day that cost nothing' }),
    perTenThousandADay: rule(z.number().min(0.01).max(100), hasTwoDecimals, {
      zh: '违约金费率最多保留两位小数',
      en: 'The rate of a late fee has at most two decimals',
    }).meta({ description: 'Of what is unpaid, for each day after those' }),
    capPercent: rule(z.number().min(0.01).max(100), hasTwoDecimals, {
      zh: '百分比最多保留两位小数',
      en: 'A percentage has at most two decimals',
    })
      .nullable()
      .meta({ description: 'Never more than so many per cent of the bill' }),
  })
  .nullable()
  .meta({ description: 'What is added to rent that is paid late; null: nothing' });

const fields = z.strictObject({
  termMonths: months(longestLease),
  longestTenureMonths: months(longestLease).meta({ description: 'Of person and spouse together, over all units' }),
  homeExtension: extraLease.meta({ description: 'Beyond the longest tenure, while a bought home is not ready' }),
  shortFirstLease: extraLease.meta({ description: 'For new hires who are not yet insured' }),
  renewal,
  leave: z.strictObject({ afterExpiryDays: days(365), afterJobEndsDays: days(365) }),
  overstayPercent: percentUpTo(1_000).meta({ description: 'Per cent of market rent, by the day' }),
  idle,
  deposit,
  rent,
  area,
  couple: z.literal('higher_tier').meta({ description: 'A couple has one benefit, by the higher tier' }),
  subsidy: z
    .strictObject({
      monthlyFenByDegree: z.strictObject({ phd: fen, master: fen, bachelor: fen }),
      months: months(longestLease),
    })
    .nullable(),
  split,
  barredMonthsAfterFalseData: z.int().min(0).max(600),
  timers,
  late,
});

/** What an apartment house lets by; every version of it is kept, and a lease keeps the one it was signed under. */
export const policyValues = rule(
  rule(
    rule(fields, ({ termMonths, longestTenureMonths }) => termMonths <= longestTenureMonths, {
      zh: '单次租期不得超过最长居住期限',
      en: 'A term must not be longer than the longest tenure',
    }),
    ({ termMonths, shortFirstLease }) => shortFirstLease === null || shortFirstLease.months < termMonths,
    { zh: '首次短租须短于正常租期', en: 'The short first lease must be shorter than a term' },
  ),
  // 28 days to a month, so that it holds for every February.
  ({ termMonths, renewal: { opensDaysBefore } }) => opensDaysBefore <= termMonths * 28,
  { zh: '续租开放不得早于租约开始', en: 'Renewal must not open before the lease begins' },
).meta({ id: 'ApartmentPolicyValues' });
export type PolicyValues = z.output<typeof policyValues>;

/** Some of the keys, each with its whole value; what they make of a policy is checked as a whole. */
export const policyChange = fields.partial().meta({ id: 'ApartmentPolicyChange' });
export type PolicyChange = z.output<typeof policyChange>;

export const defaultPolicy: PolicyValues = {
  termMonths: 12,
  longestTenureMonths: 36,
  homeExtension: { months: 12, times: 1 },
  shortFirstLease: { months: 3, times: 1 },
  renewal: { opensDaysBefore: 90, askedByDaysBefore: 30, recheckDaysBefore: 60, offerDays: 14 },
  leave: { afterExpiryDays: 60, afterJobEndsDays: 90 },
  overstayPercent: 200,
  idle: { warnDays: 60, breachDays: 90 },
  deposit: { kind: 'months', months: 1, payer: 'person' },
  rent: { kind: 'share', byTier: { A: 0, B: 0, C: 20, D: 20, E: 40, F: 60 }, byTerm: [50, 70, 100] },
  area: { standardByTier: null, standardWithoutTier: null, tolerancePercent: 0 },
  couple: 'higher_tier',
  subsidy: { monthlyFenByDegree: { phd: 100_000, master: 90_000, bachelor: 60_000 }, months: 36 },
  split: { person: 100, employer: 0, zone: 0 },
  barredMonthsAfterFalseData: 60,
  timers: { signHours: 24, payDepositHours: 72 },
  late: { graceDays: 5, perTenThousandADay: 5, capPercent: 30 },
};
