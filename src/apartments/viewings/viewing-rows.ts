import { canBeShownOn } from '../inventory/unit-state.queries.js';
import { isoIn } from '../../kernel/time.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { FreeTime, MyViewing, ViewingRow, ViewingTimeRow } from './viewings.contract.js';
import type { ViewingState } from './viewing.lifecycle.js';

/** Whether something of what is viewed at the time `v` stands open on its day; the zone is a parameter: `$1`. */
export function isShownIn(zone: string): string {
  return `EXISTS (SELECT FROM units u
                   WHERE u.building_id = v.building_id AND (u.id = v.unit_id OR u.layout = v.layout)
                     AND ${canBeShownOn(`(lower(v.during) AT TIME ZONE ${zone})::date`)})`;
}

export const timeColumns = `
  v.id AS time_id, h.id AS house_id, h.name AS house, h.name_en AS house_en, b.id AS building_id, b.name AS building,
  b.name_en AS building_en, v.unit_id, w.number, coalesce(v.layout, w.layout) AS layout, lower(v.during) AS starts_at,
  upper(v.during) AS ends_at, v.meeting_place, v.meeting_place_en, v.cancelled_at, v.cancel_reason, v.cancel_reason_en,
  p.capacity AS parties, p.capacity - p.taken AS free`;
export const ofTime = `
  JOIN buildings b ON b.id = v.building_id JOIN venues h ON h.id = b.venue_id JOIN pools p ON p.id = v.pool_id
  LEFT JOIN units w ON w.id = v.unit_id`;

/** A viewing time as the queries read it. */
export interface TimeRecord {
  time_id: string;
  house_id: string;
  house: string;
  house_en: string;
  building_id: string;
  building: string;
  building_en: string;
  unit_id: string | null;
  number: string | null;
  layout: string;
  starts_at: Date;
  ends_at: Date;
  meeting_place: string;
  meeting_place_en: string;
  cancelled_at: Date | null;
  cancel_reason: string | null;
  cancel_reason_en: string | null;
  parties: number;
  free: number;
}

export interface OwnRecord extends TimeRecord {
  id: string;
  booking_id: string;
  reference: string;
  state: ViewingState;
  booked_at: Date;
}

export interface ViewingRecord {
  id: string;
  reference: string;
  state: ViewingState;
  resident_id: string;
  applicant: string | null;
  phone: string | null;
  application_id: string;
  application: string;
  application_state: string;
  booked_at: Date;
}

export function toFreeTime(row: TimeRecord, zone: string): FreeTime {
  return { ...place(row, zone), parties: row.parties, free: row.free };
}

export function toMyViewing(row: OwnRecord, zone: string): MyViewing {
  const { id, reference, state, cancel_reason: zh, cancel_reason_en: en } = row;
  const isCancelled = state === 'cancelled' && zh !== null && en !== null;
  return {
    ...{ id, reference, state, time: place(row, zone), cancelReason: isCancelled ? { zh, en } : null },
    bookedAt: isoIn(zone, instantOf(row.booked_at)),
  };
}

export function toTimeRow(row: TimeRecord & { is_shown: boolean }, zone: string): ViewingTimeRow {
  const { cancelled_at: at, cancel_reason: reason, cancel_reason_en: reasonEn } = row;
  const isCancelled = at !== null && reason !== null && reasonEn !== null;
  return {
    ...toFreeTime(row, zone),
    cancelled: isCancelled ? { at: isoIn(zone, instantOf(at)), reason, reasonEn } : null,
    isShown: row.is_shown,
  };
}

export function toViewingRow(row: ViewingRecord, zone: string): ViewingRow {
  const { id, reference, state } = row;
  return {
    ...{ id, reference, state },
    applicant: { id: row.resident_id, name: row.applicant ?? '', phone: row.phone ?? '' },
    application: { id: row.application_id, reference: row.application, state: row.application_state },
    bookedAt: isoIn(zone, instantOf(row.booked_at)),
  };
}

function place(row: TimeRecord, zone: string): MyViewing['time'] {
  return {
    id: row.time_id,
    house: { id: row.house_id, name: row.house, nameEn: row.house_en },
    building: { id: row.building_id, name: row.building, nameEn: row.building_en },
    unit: row.unit_id === null ? null : { id: row.unit_id, number: row.number ?? '' },
    layout: row.layout,
    startsAt: isoIn(zone, instantOf(row.starts_at)),
    endsAt: isoIn(zone, instantOf(row.ends_at)),
    meetingPlace: row.meeting_place,
    meetingPlaceEn: row.meeting_place_en,
  };
}
