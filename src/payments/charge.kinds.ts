/** What a line of a charge says. balance = owed − reduced − paid + refunded − written_off. */
export const entryKinds = ['owed', 'reduced', 'paid', 'refunded', 'written_off'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** How money changed hands at the desk. An online payment becomes one more method, recorded by the same entry. */
export const paymentMethods = ['cash', 'transfer', 'card'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];
