import { z } from 'zod';
import { id, instant, line } from '../../kernel/contract.js';
import { seatKinds, seatMap } from './seat-map.contract.js';

export const hallKind = z.enum(['exhibition', 'theatre']);

export const hallInput = z
  .strictObject({ venueId: id, name: line(40), nameEn: line(60), kind: hallKind })
  .meta({ id: 'NewHall' });
export type HallInput = z.output<typeof hallInput>;

export const hallChange = z
  .strictObject({ name: line(40), nameEn: line(60) })
  .partial()
  .meta({ id: 'HallChange' });
export type HallChange = z.output<typeof hallChange>;

export const hallView = z
  .object({
    id,
    venueId: id,
    name: z.string(),
    nameEn: z.string(),
    kind: hallKind,
    seatMap: z.object({ version: z.int(), seats: z.int(), madeAt: instant }).nullable(),
  })
  .meta({ id: 'Hall' });
export type HallView = z.output<typeof hallView>;

export const hallsQuery = z.strictObject({ venueId: id.optional() });
export type HallsQuery = z.output<typeof hallsQuery>;

export const hallList = z.object({ items: z.array(hallView) }).meta({ id: 'Halls' });
export type HallList = z.output<typeof hallList>;

export const seatMapInput = z.strictObject({
  map: seatMap,
  dryRun: z.boolean().default(false).meta({ description: 'true: only say what would change' }),
});
export type SeatMapInput = z.output<typeof seatMapInput>;

const zoneCount = z.object({
  zone: z.string(),
  seats: z.int(),
  byKind: z.record(z.enum(seatKinds), z.int()),
});

export const seatMapView = z
  .object({ hallId: id, version: z.int(), seats: z.int(), zones: z.array(zoneCount), map: seatMap })
  .meta({ id: 'SeatMapVersion' });
export type SeatMapView = z.output<typeof seatMapView>;

export const seatMapResult = z
  .object({
    dryRun: z.boolean(),
    version: z.int().meta({ description: 'The version that is in force now, or would be' }),
    seats: z.int(),
    zones: z.array(zoneCount),
    added: z.array(z.string()).meta({ description: 'Seats that the version before did not have' }),
    removed: z.array(z.string()),
  })
  .meta({ id: 'SeatMapResult' });
export type SeatMapResult = z.output<typeof seatMapResult>;
