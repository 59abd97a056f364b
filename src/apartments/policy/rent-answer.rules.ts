import type { Rent } from '../rents/rent.rules.js';
import { refusalOf } from './policy.errors.js';
import type { RuleRefusal } from './policy.errors.js';
import type { RentAnswer } from './rent-preview.contract.js';

/** A rent as a preview shows it, or the case that the policy leaves open, with its sentence. */
export function toRentAnswer(rent: Rent | { readonly refused: RuleRefusal }): RentAnswer {
  if (!('refused' in rent)) return { outcome: 'rent', ...rent, lines: [...rent.lines] };
  const { code, sentence, facts } = refusalOf(rent.refused);
  return { outcome: 'left_open', code, reason: sentence.zh, reasonEn: sentence.en, facts };
}
