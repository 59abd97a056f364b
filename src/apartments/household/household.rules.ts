import type { Text } from '../../kernel/text.js';

export const relations = ['spouse', 'child', 'parent', 'colleague', 'other'] as const;
export type Relation = (typeof relations)[number];

export const coResidentStates = ['asked', 'approved', 'declined', 'withdrawn'] as const;
export type CoResidentState = (typeof coResidentStates)[number];

export const relationInWords: Readonly<Record<Relation, Text>> = {
  spouse: { zh: '配偶', en: 'spouse' },
  child: { zh: '子女', en: 'child' },
  parent: { zh: '父母', en: 'parent' },
  colleague: { zh: '同事', en: 'colleague' },
  other: { zh: '其他', en: 'other' },
};

export const householdRules = {
  peoplePerRoom: 2,
  /** How long co-residents may ask to continue the lease of a tenant who died. */
  daysToContinue: 30,
  /** By when a couple gives one of two homes up. */
  daysToEndOneOfTwo: 90,
} as const;

/** The tenant included. */
export function mostPeople(rooms: number): number {
  return Math.max(rooms, 1) * householdRules.peoplePerRoom;
}
