import type { Fen } from '../../kernel/money.js';
import type { ReadDocument } from '../../people/index.js';
import type { PriceClass } from '../programme/prices.rules.js';

/** Somebody who is to come, as they were named and checked. */
export interface Visitor {
  readonly name: string | null;
  readonly document: ReadDocument | null;
  readonly priceClass: PriceClass;
  readonly feeFen: Fen;
  /** By their ID card, on the day of the slot; not, where nothing says so. */
  readonly isChild?: boolean;
}

/** Seats by their keys, or so many of the best next to each other, in a zone or anywhere. */
export type SeatWish =
  | { readonly keys: readonly string[]; readonly accessible: boolean }
  | { readonly together: number; readonly zone: string | null };

/** A school or company that asks to come, for staff to decide. */
export interface GroupWish {
  readonly kind: 'school' | 'company' | 'other';
  readonly organisation: string;
  readonly contact: string;
  readonly phone: string;
  readonly purpose: string;
}

/** What an order says beyond what admission knows; only this feature reads it. */
export type OrderDetails =
  | { readonly kind: 'visitors'; readonly visitors: readonly Visitor[]; readonly group?: GroupWish }
  | { readonly kind: 'seats'; readonly wish: SeatWish }
  /** The visitors of this booking come to another slot. */
  | { readonly kind: 'moved'; readonly from: string };
