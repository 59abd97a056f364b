import type { Text } from '../../kernel/text.js';

export const inspectionKinds = ['check_in', 'check_out'] as const;
export type InspectionKind = (typeof inspectionKinds)[number];

export const inspectionInWords: Readonly<Record<InspectionKind, Text>> = {
  check_in: { zh: '入住验房', en: 'check-in inspection' },
  check_out: { zh: '退租验房', en: 'check-out inspection' },
};

/** From the best to the worst. */
export const conditions = ['good', 'worn', 'damaged', 'missing'] as const;
export type Condition = (typeof conditions)[number];

/** What is looked at in every unit, before the equipment of this one. */
export const standardItems: readonly Text[] = [
  { zh: '墙面', en: 'Walls' },
  { zh: '地面', en: 'Floor' },
  { zh: '门', en: 'Doors' },
  { zh: '窗户', en: 'Windows' },
  { zh: '厨房', en: 'Kitchen' },
  { zh: '卫生间', en: 'Bathroom' },
  { zh: '钥匙', en: 'Keys' },
];

export const meters = ['electricity', 'water', 'gas'] as const;
export type Meter = (typeof meters)[number];

/** Decimals are as many as the meters show, so that no reading is rounded. */
export const meterFacts: Readonly<Record<Meter, { unit: 'kWh' | 'm³'; decimals: number; words: Text }>> = {
  electricity: { unit: 'kWh', decimals: 2, words: { zh: '电表', en: 'electricity meter' } },
  water: { unit: 'm³', decimals: 3, words: { zh: '水表', en: 'water meter' } },
  gas: { unit: 'm³', decimals: 3, words: { zh: '燃气表', en: 'gas meter' } },
};

/** Null where there is no such meter, or nobody has read it yet. */
export type Readings = Readonly<Record<Meter, number | null>>;

export const inspectionLimits = { items: 100, photos: 40 } as const;

/** The items of an inspection to come: those of the check-in where there was one, and whatever the unit has by now. */
export function itemsToInspect(atCheckIn: readonly Text[], equipment: readonly string[]): Text[] {
  const first = atCheckIn.length > 0 ? atCheckIn : standardItems;
  const known = new Set(first.map(({ zh }) => zh));
  return [...first, ...equipment.filter((name) => !known.has(name)).map((name) => ({ zh: name, en: name }))];
}

/** In units of the last decimal, so that nothing is lost. */
function whole(reading: number, meter: Meter): number {
  return Math.round(reading * 10 ** meterFacts[meter].decimals);
}

export function readsWithin(reading: number, meter: Meter): boolean {
  return whole(reading, meter) / 10 ** meterFacts[meter].decimals === reading;
}

/** What was used between two readings; null where one of them is missing. */
export function usedOf(meter: Meter, before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return (whole(after, meter) - whole(before, meter)) / 10 ** meterFacts[meter].decimals;
}

/** The first meter that would have run backwards. */
export function meterGoneBack(
  before: Readings,
  after: Readings,
): { meter: Meter; checkIn: number; checkOut: number } | undefined {
  for (const meter of meters) {
    const [checkIn, checkOut] = [before[meter], after[meter]];
    if (checkIn !== null && checkOut !== null && checkOut < checkIn) return { meter, checkIn, checkOut };
  }
  return undefined;
}

export const changes = ['same', 'better', 'worse', 'only_at_check_in', 'only_at_check_out', 'not_known'] as const;
export type Change = (typeof changes)[number];

/** What became of an item; undefined: it was not on that list. */
export function changeOf(before: Condition | null | undefined, after: Condition | null | undefined): Change {
  if (before === undefined) return 'only_at_check_out';
  if (after === undefined) return 'only_at_check_in';
  if (before === null || after === null) return 'not_known';
  const step = conditions.indexOf(after) - conditions.indexOf(before);
  return step === 0 ? 'same' : step > 0 ? 'worse' : 'better';
}
