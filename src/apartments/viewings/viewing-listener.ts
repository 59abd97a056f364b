import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { AdmissionListeners } from '../../admission/index.js';
import type { BookingChange, FeatureRules, PlaceRequest } from '../../admission/index.js';
import { newId } from '../../kernel/ids.js';
import { Audit } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { ViewingNotices } from './viewing-notices.js';
import type { Told } from './viewing-notices.js';
import { viewingRefusals } from './viewing.errors.js';
import { isShownIn } from './viewing-rows.js';
import { givesRight } from './viewing-right.js';
import { faultOfRequest, viewingRules } from './viewing.rules.js';
import { ViewingsQueries } from './viewings.queries.js';

/** The kind of the pools of viewing times. */
export const viewingPool = 'viewing';

/** What a request says beyond what admission knows. */
export interface ViewingDetails {
  /** The booking whose viewing is moved; null: a new one. */
  readonly movedFrom: string | null;
}

interface Facts {
  ord: string;
  application_id: string | null;
  is_shown: boolean;
  open: string[];
  subject: string;
}

const subject = `coalesce(v.unit_id::text, v.building_id || ' ' || v.layout)`;

/** Viewings follow their bookings, in the transaction of the change; people are told and it is written down. */
@Injectable()
export class ViewingListener implements OnModuleInit {
  /** By what each request was allowed. */
  private readonly applications = new WeakMap<object, string>();

  constructor(
    private readonly listeners: AdmissionListeners,
    private readonly notices: ViewingNotices,
    private readonly queries: ViewingsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.listeners.on(viewingPool, {
      rules: (tx, requests) => this.rules(tx, requests),
      changed: (tx, changes) => this.changed(tx, changes),
      answers: async (tx, results, { told }) => {
        await told;
        return this.queries.byBookings(
          tx,
          results.map(({ bookingId }) => bookingId),
        );
      },
    });
  }

  /** One person is in a batch once, so nobody's request changes what holds for another's. */
  private async rules(tx: Tx, requests: readonly PlaceRequest[]): Promise<FeatureRules[]> {
    const rows: Facts[] = await tx.query(
      `SELECT q.ord, ${subject} AS subject, ${isShownIn('$1')} AS is_shown,
              (SELECT a.id FROM apartment_applications a
                WHERE a.resident_id = q.resident_id AND a.venue_id = b.venue_id AND ${givesRight('$2')}
                ORDER BY a.created_at DESC LIMIT 1) AS application_id,
              ARRAY(SELECT m.subject FROM viewings m JOIN viewing_times o ON o.id = m.time_id
                      JOIN buildings ob ON ob.id = o.building_id AND ob.venue_id = b.venue_id
                     WHERE m.resident_id = q.resident_id AND m.state = 'booked' AND upper(o.during) > $3
                       AND m.booking_id IS DISTINCT FROM q.replaces) AS open
         FROM unnest($4::uuid[], $5::uuid[], $6::uuid[]) WITH ORDINALITY AS q (resident_id, pool_id, replaces, ord)
         JOIN viewing_times v ON v.pool_id = q.pool_id JOIN buildings b ON b.id = v.building_id ORDER BY q.ord`,
      [
        ...[this.clock.zone, this.clock.today().toString(), this.clock.now().toString()],
        requests.map(({ residentId }) => residentId),
        requests.map(({ poolId }) => poolId),
        requests.map(({ replaces }) => replaces ?? null),
      ],
    );
    return rows.map((row) => {
      const { application_id: applicationId, is_shown: isShown, open } = row;
      const details = requests[Number(row.ord) - 1]?.details;
      if (applicationId !== null && typeof details === 'object' && details)
        this.applications.set(details, applicationId);
      return {
        assert: () => {
          const fault = faultOfRequest({ applicationId, isShown, open, subject: row.subject });
          if (fault === 'too_many_open') throw viewingRefusals[fault]({ limit: viewingRules.openPerPerson });
          if (fault) throw viewingRefusals[fault]();
        },
        granted: () => undefined,
      };
    });
  }

  private async changed(tx: Tx, changes: readonly BookingChange[]): Promise<void> {
    const made = changes.filter(({ from }) => from === null);
    if (made.length > 0) await this.closePassed(tx, made);
    for (const change of changes) {
      const viewing = await (change.from === null ? this.make(tx, change) : this.end(tx, change));
      if (viewing) await this.write(tx, change, viewing);
    }
  }

  /** What nobody marked does not keep its applicant from viewing the same again. */
  private async closePassed(tx: Tx, made: readonly BookingChange[]): Promise<void> {
    await tx.query(
      `UPDATE viewings m SET state = 'unmarked', ended_at = $2 FROM viewing_times v
        WHERE v.id = m.time_id AND m.resident_id = ANY($1) AND m.state = 'booked' AND upper(v.during) <= $2`,
      [made.map(({ residentId }) => residentId), this.clock.now().toString()],
    );
  }

  private async make(tx: Tx, { bookingId, poolId, residentId, details }: BookingChange): Promise<Told> {
    const now = this.clock.now().toString();
    const { movedFrom } = details as ViewingDetails;
    if (movedFrom !== null) {
      const [[moved]]: [{ id: string }[], number] = await tx.query(
        `UPDATE viewings m SET booking_id = $2, time_id = v.id, subject = ${subject}, booked_at = $4
           FROM viewing_times v WHERE m.booking_id = $1 AND m.state = 'booked' AND v.pool_id = $3 RETURNING m.id`,
        [movedFrom, bookingId, poolId, now],
      );
      if (!moved) throw viewingRefusals.begun();
      return { id: moved.id, deed: 'changed', occurrence: bookingId };
    }
    const id = newId();
    await tx.query(
      `INSERT INTO viewings (id, booking_id, time_id, resident_id, application_id, subject, state, booked_at)
       SELECT $1, $2, v.id, $3, $4, ${subject}, 'booked', $6 FROM viewing_times v WHERE v.pool_id = $5`,
      [id, bookingId, residentId, this.applications.get(details as object) ?? null, poolId, now],
    );
    return { id, deed: 'booked', occurrence: 'booked' };
  }

  /** The old booking of one that was moved is nobody's any more. */
  private async end(tx: Tx, { bookingId, to, by }: BookingChange): Promise<Told | undefined> {
    if (to !== 'withdrawn' && to !== 'cancelled') return undefined;
    const [[ended]]: [{ id: string }[], number] = await tx.query(
      `UPDATE viewings SET state = $2, ended_at = $3 WHERE booking_id = $1 AND state = 'booked' RETURNING id`,
      [bookingId, to, this.clock.now().toString()],
    );
    if (!ended) return undefined;
    if (to === 'cancelled') return { id: ended.id, deed: 'cancelled', occurrence: 'cancelled' };
    return { id: ended.id, deed: by.kind === 'resident' ? 'withdrawn' : 'no_right', occurrence: 'withdrawn' };
  }

  private async write(tx: Tx, { residentId, by, reason }: BookingChange, told: Told): Promise<void> {
    await this.notices.tell(tx, residentId, told);
    const action = `viewing.${told.deed === 'no_right' ? 'withdrawn' : told.deed}` as const;
    await this.audit.record(tx, by, { action, subjectId: told.id, facts: { residentId, reason } });
  }
}
