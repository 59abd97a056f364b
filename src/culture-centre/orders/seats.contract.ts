import { z } from 'zod';
import { fen, id } from '../../kernel/contract.js';
import { seatKinds } from '../halls/seat-map.contract.js';

export const seatsView = z
  .object({
    slotId: id,
    free: z.int(),
    stage: z.string(),
    zones: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
    seats: z.array(
      z.object({
        key: z.string().meta({ description: 'Row and number: what a hold names' }),
        row: z.string(),
        number: z.int(),
        zone: z.string(),
        kind: z.enum(seatKinds),
        x: z.int(),
        y: z.int(),
        state: z.enum(['free', 'held', 'taken', 'house', 'accessible']),
        priceFen: fen,
      }),
    ),
  })
  .meta({ id: 'Seats' });
export type SeatsView = z.output<typeof seatsView>;
