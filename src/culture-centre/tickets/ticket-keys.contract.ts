import { z } from 'zod';
import { instant, line } from '../../kernel/contract.js';

const number = z.int().min(1).max(255);

export const ticketKeyView = z
  .object({
    number,
    state: z.enum(['next', 'current', 'retired', 'revoked']),
    publicKey: z.string().meta({ description: 'Raw Ed25519 key, 32 bytes in base64url' }),
    madeAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'TicketKey' });
export type TicketKeyView = z.output<typeof ticketKeyView>;

export const ticketKeyList = z.object({ items: z.array(ticketKeyView) }).meta({ id: 'TicketKeys' });
export type TicketKeyList = z.output<typeof ticketKeyList>;

export const byKey = z.strictObject({ number: z.coerce.number().pipe(number) });

export const keyRevocation = z.strictObject({ reason: line(200) });
export type KeyRevocation = z.output<typeof keyRevocation>;
