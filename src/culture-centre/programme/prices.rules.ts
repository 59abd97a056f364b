import type { Fen } from '../../kernel/money.js';
import type { Text } from '../../kernel/text.js';
import type { PlainDate } from '../../kernel/time.js';

/** Who pays which share of the full price. Tenants and learners are known to the house, ages are in the document. */
export const priceClasses = ['adult', 'child', 'senior', 'disabled', 'tenant', 'learner'] as const;
export type PriceClass = (typeof priceClasses)[number];

export const priceClassWords: Readonly<Record<PriceClass, Text>> = {
  adult: { zh: '成人', en: 'Adult' },
  child: { zh: '儿童', en: 'Child' },
  senior: { zh: '老人', en: 'Senior' },
  disabled: { zh: '残障人士', en: 'Disabled' },
  tenant: { zh: '人才公寓住户', en: 'Apartment tenant' },
  learner: { zh: '夜校学员', en: 'Evening-school learner' },
};

/** In per cent of the full price, unless an item says otherwise. */
export const usualPercents: Readonly<Record<PriceClass, number>> = {
  adult: 100,
  child: 50,
  senior: 50,
  disabled: 50,
  tenant: 80,
  learner: 80,
};

/** Children are below the first age, seniors have reached the second, on the day of the slot. */
export interface Ages {
  readonly childBelowAge: number;
  readonly seniorFromAge: number;
}

/** The price of a place: the full price of its zone by the share of the class, half a fen rounded up. */
export function priceOf(
  item: {
    readonly priceFen: Fen;
    readonly zonePrices: Readonly<Record<string, Fen>>;
    readonly classPercents: Readonly<Partial<Record<PriceClass, number>>>;
  },
  place: { readonly zone: string | null; readonly priceClass: PriceClass },
): Fen {
  const full = (place.zone === null ? undefined : item.zonePrices[place.zone]) ?? item.priceFen;
  return Math.round((full * (item.classPercents[place.priceClass] ?? 100)) / 100);
}

export function isChild(birthOn: PlainDate | null, day: PlainDate, { childBelowAge }: Ages): boolean {
  return birthOn !== null && birthOn.until(day, { largestUnit: 'years' }).years < childBelowAge;
}

export function isSenior(birthOn: PlainDate | null, day: PlainDate, { seniorFromAge }: Ages): boolean {
  return birthOn !== null && birthOn.until(day, { largestUnit: 'years' }).years >= seniorFromAge;
}
