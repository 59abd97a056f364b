import { z } from 'zod';
import { id, line } from '../../kernel/contract.js';

export const renewalWish = z
  .strictObject({
    awaitsOwnHome: z.boolean().default(false).meta({ description: 'I have bought a home that is not ready yet' }),
  })
  .default({ awaitsOwnHome: false })
  .meta({ id: 'RenewalWish' });
export type RenewalWish = z.output<typeof renewalWish>;

export const renewalNo = z.strictObject({ reason: line(200) }).meta({ id: 'RenewalNo' });
export type RenewalNo = z.output<typeof renewalNo>;

export const renewalOffers = z.strictObject({ leaseIds: z.array(id).min(1).max(200) }).meta({ id: 'RenewalOffers' });
export type RenewalOffers = z.output<typeof renewalOffers>;

export const renewalOffersView = z
  .object({
    results: z.array(
      z.object({
        leaseId: id,
        nextLeaseId: id.nullable(),
        refusal: z.object({ code: z.string(), sentence: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'RenewalOffersResult' });
export type RenewalOffersView = z.output<typeof renewalOffersView>;
