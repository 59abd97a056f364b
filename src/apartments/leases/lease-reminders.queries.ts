import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import type { InspectionKind } from '../inspections/inspection.rules.js';
import type { ConditionKind } from '../applications/application-conditions.rules.js';
import type { PolicyValues } from '../policy/policy.contract.js';

/** When tenants are reminded. */
export const reminderTimes = {
  /** By the wall clock of the house, where it is about a day. */
  dayAt: '10:00',
  daysBeforeEnd: [90, 60, 30],
  daysBeforeOfferLapses: [3, 0],
  hoursBeforeHoldLapses: 3,
  hoursBeforeDepositLapses: 12,
  daysBeforeDocumentExpires: 30,
  daysBeforeInspection: 1,
  hoursBeforeInspection: 2,
} as const;

export interface AboutLease {
  due_at: Date;
  lease_id: string;
  resident_id: string;
  reference: string;
  number: string;
  building: string;
  building_en: string;
  house: string;
  house_en: string;
}

export interface EndingRow extends AboutLease {
  ends_on: string;
  days_left: number;
  renewal: string | null;
  policy: Pick<PolicyValues, 'renewal'>;
}

export interface OfferRow extends AboutLease {
  last_day: string;
  starts_on: string;
  days_left: number;
}

export interface HoldRow extends AboutLease {
  kind: 'sign_soon' | 'deposit_due';
  held_until: Date;
  balance_fen: string;
}

export interface InspectionRow extends AboutLease {
  kind: InspectionKind;
  starts_at: Date;
  ends_at: Date;
}

export interface DocumentRow {
  due_at: Date;
  condition_id: string;
  resident_id: string;
  reference: string;
  kind: ConditionKind;
  valid_until: string;
  house: string;
  house_en: string;
}

const about = `l.id AS lease_id, l.resident_id, l.reference, u.number, b.name AS building, b.name_en AS building_en,
  v.name AS house, v.name_en AS house_en`;
const ofLease = `JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
  JOIN venues v ON v.id = b.venue_id`;

/** Who is to be reminded of what within a time, of everything that was true before the reminder was due. */
@Injectable()
export class LeaseRemindersQueries {
  constructor(private readonly clock: Clock) {}

  /** Until the tenant has answered; where the house has refused or the offer has lapsed, the end is said all the same. */
  endings(manager: EntityManager, from: Instant, until: Instant): Promise<EndingRow[]> {
    return manager.query(
      `SELECT d.due_at, d.days_left, (upper(l.period) - 1)::text AS ends_on, r.state AS renewal, p.values AS policy, ${about}
         FROM leases l ${ofLease} JOIN apartment_policies p ON p.id = l.policy_id
         LEFT JOIN renewals r ON r.lease_id = l.id
        CROSS JOIN LATERAL (
          SELECT n AS days_left, (upper(l.period) - 1 - n + $4::time) AT TIME ZONE $3 AS due_at FROM unnest($5::int[]) n) d
        WHERE l.state = 'let' AND upper(l.period) BETWEEN ($1::timestamptz AT TIME ZONE $3)::date
              AND ($2::timestamptz AT TIME ZONE $3)::date + $6::int
          AND d.due_at >= $1 AND d.due_at < $2 AND greatest(l.signed_at, l.countersigned_at) < d.due_at
          AND (r.state IS NULL OR r.state IN ('refused', 'lapsed'))`,
      [...this.days(from, until), reminderTimes.daysBeforeEnd, Math.max(...reminderTimes.daysBeforeEnd) + 2],
    );
  }

  offers(manager: EntityManager, from: Instant, until: Instant): Promise<OfferRow[]> {
    return manager.query(
      `SELECT d.due_at, d.days_left, d.last_day::text, lower(l.period)::text AS starts_on, ${about}
         FROM leases l ${ofLease}
        CROSS JOIN LATERAL (
          SELECT n AS days_left, last_day, (last_day - n + $4::time) AT TIME ZONE $3 AS due_at
            FROM unnest($5::int[]) n,
                 (SELECT ((l.held_until - interval '1 second') AT TIME ZONE $3)::date AS last_day) of_offer) d
        WHERE l.state = 'held' AND l.previous_id IS NOT NULL
          AND d.due_at >= $1 AND d.due_at < $2 AND d.due_at < l.held_until AND l.created_at < d.due_at`,
      [...this.days(from, until), reminderTimes.daysBeforeOfferLapses],
    );
  }

  /** Units held until they are signed for, and signed leases whose deposit is not there. */
  holds(manager: EntityManager, from: Instant, until: Instant): Promise<HoldRow[]> {
    return manager.query(
      `SELECT h.kind, h.due_at, l.held_until, coalesce(c.balance_fen, 0) AS balance_fen, ${about}
         FROM leases l ${ofLease}
         LEFT JOIN LATERAL (
           SELECT x.balance_fen FROM charges k JOIN charge_balances x ON x.charge_id = k.id
            WHERE k.subject_kind = 'lease_deposit' AND k.subject_id = l.id) c ON true
        CROSS JOIN LATERAL (
          SELECT 'sign_soon' AS kind, l.held_until - make_interval(hours => $3) AS due_at, l.created_at AS since
           WHERE l.state = 'held' AND l.previous_id IS NULL
          UNION ALL
          SELECT 'deposit_due', l.held_until - make_interval(hours => $4), l.signed_at
           WHERE l.state = 'signed' AND c.balance_fen > 0) h
        WHERE l.held_until IS NOT NULL AND h.due_at >= $1 AND h.due_at < $2 AND h.since < h.due_at`,
      [from.toString(), until.toString(), reminderTimes.hoursBeforeHoldLapses, reminderTimes.hoursBeforeDepositLapses],
    );
  }

  /** The day before, and once more on the day. */
  inspections(manager: EntityManager, from: Instant, until: Instant): Promise<InspectionRow[]> {
    return manager.query(
      `SELECT d.due_at, i.kind, lower(i.appointment) AS starts_at, upper(i.appointment) AS ends_at, ${about}
         FROM lease_inspections i JOIN leases l ON l.id = i.lease_id ${ofLease}
        CROSS JOIN LATERAL (
          SELECT ((lower(i.appointment) AT TIME ZONE $3)::date - $5::int + $4::time) AT TIME ZONE $3 AS due_at
          UNION ALL SELECT lower(i.appointment) - make_interval(hours => $6)) d
        WHERE i.state IN ('draft', 'disputed') AND l.state IN ('let', 'ended')
          AND d.due_at >= $1 AND d.due_at < $2 AND i.appointed_at < d.due_at`,
      [...this.days(from, until), reminderTimes.daysBeforeInspection, reminderTimes.hoursBeforeInspection],
    );
  }

  /** Of applications that are approved, and during the leases that rest on them. */
  documents(manager: EntityManager, from: Instant, until: Instant): Promise<DocumentRow[]> {
    return manager.query(
      `SELECT d.due_at, c.id AS condition_id, a.resident_id, a.reference, c.kind, c.valid_until::text,
              v.name AS house, v.name_en AS house_en
         FROM apartment_applications a JOIN application_conditions c ON c.application_id = a.id
         JOIN venues v ON v.id = a.venue_id
        CROSS JOIN LATERAL (SELECT (c.valid_until - $5::int + $4::time) AT TIME ZONE $3 AS due_at) d
        WHERE c.valid_until BETWEEN ($1::timestamptz AT TIME ZONE $3)::date AND ($2::timestamptz AT TIME ZONE $3)::date + $5::int + 1
          AND c.state = 'accepted' AND d.due_at >= $1 AND d.due_at < $2 AND a.decided_at < d.due_at
          AND (a.state = 'approved'
               OR EXISTS (SELECT FROM leases l WHERE l.application_id = a.id AND l.resident_id = a.resident_id
                             AND l.state = 'let' AND l.period @> c.valid_until))`,
      [...this.days(from, until), reminderTimes.daysBeforeDocumentExpires],
    );
  }

  private days(from: Instant, until: Instant): unknown[] {
    return [from.toString(), until.toString(), this.clock.zone, reminderTimes.dayAt];
  }
}
