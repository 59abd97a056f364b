/**
 * What a line of a charge says. balance = owed − reduced − paid + refunded − written_off; a payment that was taken back
 * (`reversed`) was never paid.
 */
export const entryKinds = ['owed', 'reduced', 'paid', 'refunded', 'written_off', 'reversed'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** How money changed hands at the desk. An online payment becomes one more method, recorded by the same entry. */
export const paymentMethods = ['cash', 'transfer', 'card'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** Who owes a charge: the resident whom it is about, somebody who pays for them, or a visitor without an account. */
export const payerParties = ['resident', 'employer', 'zone', 'visitor'] as const;
export type PayerParty = (typeof payerParties)[number];

/** Why a payment is there that was taken before the house kept its books here. No takings count it. */
export const paidBeforeReason = 'paid before this house kept its books here';
