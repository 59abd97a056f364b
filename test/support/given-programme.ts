import { readFileSync } from 'node:fs';
import { EditHalls } from '../../src/culture-centre/halls/edit-halls.service.js';
import { seatMap } from '../../src/culture-centre/halls/seat-map.contract.js';
import type { SeatMap } from '../../src/culture-centre/halls/seat-map.contract.js';
import { EditItems } from '../../src/culture-centre/programme/edit-items.service.js';
import { itemInput } from '../../src/culture-centre/programme/programme.contract.js';
import { PublishItem } from '../../src/culture-centre/programme/publish-item.service.js';
import { Slot } from '../../src/culture-centre/programme/slot.entity.js';
import { system } from '../../src/people/index.js';
import { givenVenue } from './given-people.js';
import type { Linli } from './linli.js';

let count = 0;

export const grandTheatre: SeatMap = seatMap.parse(
  JSON.parse(readFileSync(new URL('../../demo/grand-theatre-seats.json', import.meta.url), 'utf8')),
);

export interface GivenHall {
  readonly id: string;
  readonly venueId: string;
}

export async function givenHall(linli: Linli, overrides: { venueId?: string; map?: SeatMap } = {}): Promise<GivenHall> {
  count += 1;
  const venueId = overrides.venueId ?? (await givenVenue(linli)).id;
  const kind = overrides.map ? ('theatre' as const) : ('exhibition' as const);
  const { id } = await linli.get(EditHalls).add(system, { venueId, name: `厅${count}`, nameEn: `Hall ${count}`, kind });
  if (overrides.map) await linli.get(EditHalls).drawSeats(system, id, { map: overrides.map, dryRun: false });
  return { id, venueId };
}

export interface GivenItem {
  readonly id: string;
  readonly hall: GivenHall;
  /** In order of time. */
  readonly slots: readonly { readonly id: string; readonly poolId: string; readonly startsAt: string }[];
}

/**
 * A published exhibition of the week from Tuesday 2026-08-25, slots at 9:00, 11:00 and 13:30; all of it can be booked at
 * 2026-08-20 10:00, when the clock of tests stands still.
 */
export async function givenExhibition(linli: Linli, overrides: object = {}, hall?: GivenHall): Promise<GivenItem> {
  count += 1;
  return givenItem(linli, hall ?? (await givenHall(linli)), {
    kind: 'exhibition',
    entry: 'timed',
    title: `江海潮声${count}`,
    titleEn: `Tides of the harbour ${count}`,
    startsOn: '2026-08-25',
    endsOn: '2026-08-30',
    times: [
      { from: '09:00', until: '11:00' },
      { from: '11:00', until: '13:30' },
      { from: '13:30', until: '16:30' },
    ],
    places: 10,
    rules: { bookDaysAhead: 30 },
    ...overrides,
  });
}

/** A published performance on 2026-08-28 at 19:30, with numbered seats where the hall has a map. */
export async function givenPerformance(linli: Linli, overrides: object = {}, hall?: GivenHall): Promise<GivenItem> {
  count += 1;
  return givenItem(linli, hall ?? (await givenHall(linli)), {
    kind: 'performance',
    entry: 'unnumbered',
    title: `新年音乐会${count}`,
    titleEn: `New Year concert ${count}`,
    startsOn: '2026-08-28',
    endsOn: '2026-08-28',
    times: [{ from: '19:30', until: '21:30' }],
    places: 10,
    priceFen: 8_000,
    ...overrides,
  });
}

async function givenItem(linli: Linli, hall: GivenHall, input: object): Promise<GivenItem> {
  const { id } = await linli.get(EditItems).add(system, itemInput.parse({ hallId: hall.id, ...input }), undefined);
  await linli.get(PublishItem).run(system, id);
  const slots = await linli.database.manager.find(Slot, { where: { itemId: id }, order: { during: 'ASC' } });
  return {
    id,
    hall,
    slots: slots.map((slot) => ({ id: slot.id, poolId: slot.poolId, startsAt: slot.during.startsAt.toString() })),
  };
}
