import { isoIn } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import type { CatalogueClass } from './catalogue.contract.js';
import { enrolmentStateAt, placesLeft } from './catalogue.rules.js';
import { instantOf } from '../platform/database/sql-values.js';

/** A class as the catalogue's queries read it. */
export interface ClassRow {
  id: string;
  reference: string;
  name: string;
  name_en: string;
  category: string;
  term_id: string;
  term: string;
  term_en: string;
  teacher_id: string;
  teacher: string;
  room_id: string;
  room: string;
  venue_id: string;
  venue: string;
  venue_en: string;
  weekday: number;
  starts_at_time: string;
  minutes: number;
  session_count: number;
  first_session_at: Date | null;
  last_session_at: Date | null;
  fee_fen: string;
  min_age: number | null;
  max_age: number | null;
  audience: 'everyone' | 'zone';
  capacity: number;
  taken: number;
  waiting: number;
  waiting_list: boolean;
  state: 'published' | 'cancelled';
  opens_at: Date;
  closes_at: Date;
  opening_id: string | null;
  has_waiting_room: boolean | null;
  notice: string | null;
  notice_en: string | null;
}

export function toCatalogueClass(row: ClassRow, now: Instant, zone: string): CatalogueClass {
  const iso = (value: Date) => isoIn(zone, instantOf(value));
  const isCancelled = row.state === 'cancelled';
  const window = { isCancelled, opensAt: instantOf(row.opens_at), closesAt: instantOf(row.closes_at) };
  return {
    id: row.id,
    reference: row.reference,
    name: row.name,
    nameEn: row.name_en,
    category: row.category,
    term: { id: row.term_id, name: row.term, nameEn: row.term_en },
    teacher: { id: row.teacher_id, name: row.teacher },
    room: { id: row.room_id, name: row.room },
    venue: { id: row.venue_id, name: row.venue, nameEn: row.venue_en },
    weekday: row.weekday,
    startsAtTime: row.starts_at_time.slice(0, 5),
    minutes: row.minutes,
    sessionCount: row.session_count,
    firstSessionAt: row.first_session_at && iso(row.first_session_at),
    lastSessionAt: row.last_session_at && iso(row.last_session_at),
    feeFen: Number(row.fee_fen),
    minAge: row.min_age,
    maxAge: row.max_age,
    audience: row.audience,
    capacity: row.capacity,
    placesLeft: placesLeft({ ...row, isCancelled }),
    waiting: row.waiting,
    waitingList: row.waiting_list,
    state: row.state,
    enrolment: {
      state: enrolmentStateAt(now, window),
      opensAt: iso(row.opens_at),
      closesAt: iso(row.closes_at),
      waitingRoom: row.has_waiting_room && row.opening_id ? { openingId: row.opening_id } : null,
      paused: row.notice === null ? null : { notice: row.notice, noticeEn: row.notice_en ?? '' },
    },
  };
}
