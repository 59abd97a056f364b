import type { Text } from '../../kernel/text.js';
import { isDayBefore, laterDay } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import type { PolicyValues } from '../policy/policy.contract.js';

export const waysToFind = ['meter_unchanged', 'visit', 'neighbours'] as const;
export type HowFound = (typeof waysToFind)[number];

export const howInWords: Readonly<Record<HowFound, Text>> = {
  meter_unchanged: { zh: '水电表读数未变', en: 'the meters have not moved' },
  visit: { zh: '上门查看', en: 'a visit' },
  neighbours: { zh: '邻居反映', en: 'what neighbours say' },
};

type IdlePolicy = Pick<PolicyValues, 'idle'>;

export interface Idle {
  readonly foundOn: PlainDate;
  readonly warnedOn: PlainDate | null;
  readonly breachedOn: PlainDate | null;
}

export function warnOn({ idle }: IdlePolicy, { foundOn }: Pick<Idle, 'foundOn'>): PlainDate {
  return foundOn.add({ days: idle.warnDays });
}

/** Never sooner after the warning than the policy has between the two: what was recorded late is not warned of too late. */
export function breachOn({ idle }: IdlePolicy, foundOn: PlainDate, warnedOn: PlainDate): PlainDate {
  const afterWarning = warnedOn.add({ days: idle.breachDays - idle.warnDays });
  return laterDay(foundOn.add({ days: idle.breachDays }), afterWarning);
}

/** What is to be done today about a unit that is still idle. */
export function idleStep(policy: IdlePolicy, idle: Idle, today: PlainDate): 'warn' | 'breach' | undefined {
  const { foundOn, warnedOn, breachedOn } = idle;
  if (breachedOn !== null) return undefined;
  if (warnedOn === null) return isDayBefore(today, warnOn(policy, idle)) ? undefined : 'warn';
  return isDayBefore(today, breachOn(policy, foundOn, warnedOn)) ? undefined : 'breach';
}
