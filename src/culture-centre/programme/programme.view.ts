import type { ItemView } from './programme.contract.js';
import type { ProgrammeItem } from './programme-item.entity.js';
import { isoIn } from '../../kernel/time.js';
import { instantOf } from '../../platform/database/sql-values.js';

export interface ItemRow {
  id: string;
  kind: ProgrammeItem['kind'];
  entry: ProgrammeItem['entry'];
  title: string;
  title_en: string;
  about: string;
  about_en: string;
  starts_on: string;
  ends_on: string;
  times: ProgrammeItem['times'];
  closed_weekdays: number[];
  closed_on: string[];
  places: number;
  price_fen: string;
  zone_prices: ProgrammeItem['zonePrices'];
  class_percents: ProgrammeItem['classPercents'];
  rules: ProgrammeItem['rules'];
  state: ProgrammeItem['state'];
  published_at: Date | null;
  venue_id: string;
  venue: string;
  venue_en: string;
  hall_id: string;
  hall: string;
  hall_en: string;
  slots: number;
  booked: number;
}

/** The columns of a row above, but the counts. */
export const itemColumns = `
  i.id, i.kind, i.entry, i.title, i.title_en, i.about, i.about_en, i.starts_on::text, i.ends_on::text, i.times,
  i.closed_weekdays, i.closed_on, i.places, i.price_fen, i.zone_prices, i.class_percents, i.rules, i.state,
  i.published_at, v.id AS venue_id, v.name AS venue, v.name_en AS venue_en, h.id AS hall_id, h.name AS hall,
  h.name_en AS hall_en`;

export function toItemView(row: ItemRow, zone: string): ItemView {
  return {
    id: row.id,
    venue: { id: row.venue_id, name: row.venue, nameEn: row.venue_en },
    hall: { id: row.hall_id, name: row.hall, nameEn: row.hall_en },
    kind: row.kind,
    entry: row.entry,
    title: row.title,
    titleEn: row.title_en,
    about: row.about,
    aboutEn: row.about_en,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    times: row.times,
    closedWeekdays: row.closed_weekdays,
    closedOn: row.closed_on,
    places: row.places,
    priceFen: Number(row.price_fen),
    zonePrices: row.zone_prices,
    classPercents: row.class_percents,
    rules: row.rules,
    state: row.state,
    publishedAt: row.published_at && isoIn(zone, instantOf(row.published_at)),
    slots: row.slots,
    booked: row.booked,
  };
}
