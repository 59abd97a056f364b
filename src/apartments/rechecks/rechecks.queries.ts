import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isBefore, isoIn, Temporal } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { findConditions } from '../applications/application-rows.js';
import { toDocumentView } from '../applications/application.view.js';
import { LeaseRecheck } from './lease-recheck.entity.js';
import { itemsOf } from './rechecks.js';
import type { RecheckView } from './rechecks.contract.js';

/** Of a lease `l`: in force, its tenant stays, and its renewal is neither decided nor declined; an offer that lapsed decides nothing. */
export const stillToRenew = `l.state = 'let'
  AND NOT EXISTS (SELECT FROM lease_notices n WHERE n.lease_id = l.id AND n.taken_back_at IS NULL)
  AND NOT EXISTS (SELECT FROM lease_deaths d WHERE d.lease_id = l.id)
  AND NOT EXISTS (SELECT FROM leases s WHERE s.previous_id = l.id AND s.state IN ('held', 'signed', 'let', 'ended'))
  AND NOT EXISTS (SELECT FROM renewals r WHERE r.lease_id = l.id AND r.state NOT IN ('asked', 'lapsed'))`;

/** Where the re-check of a lease stands, for its tenant and for staff of its house. */
@Injectable()
export class RechecksQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async seenBy(actor: Actor, leaseId: string): Promise<RecheckView> {
    const theirs =
      actor.kind === 'resident'
        ? { where: `l.resident_id = $2`, whose: actor.id }
        : { where: `($2::uuid[] IS NULL OR b.venue_id = ANY($2))`, whose: venuesWith(actor, 'leases.read') };
    const found: unknown[] = await this.source.query(
      `SELECT FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
        WHERE l.id = $1 AND ${theirs.where}`,
      [leaseId, theirs.whose],
    );
    if (found.length === 0) throw requestRefusals.not_found();
    return this.one(this.source.manager, leaseId);
  }

  async one(manager: EntityManager, leaseId: string): Promise<RecheckView> {
    const recheck = await manager.findOneBy(LeaseRecheck, { leaseId });
    if (!recheck) throw requestRefusals.not_found();
    const { applicationId, state, tier, degree, employerId, employerName, openedAt, decidedAt } = recheck;
    const { zone } = this.clock;
    const conditions =
      applicationId === null ? [] : ((await findConditions(manager, [applicationId])).get(applicationId) ?? []);
    const items = await itemsOf(manager, leaseId);
    return {
      ...{ leaseId, applicationId, state, tier, degree },
      nextStartsOn: recheck.nextStartsOn.toString(),
      answerBy: recheck.answerBy.toString(),
      openedAt: isoIn(zone, openedAt),
      decidedAt: decidedAt && isoIn(zone, decidedAt),
      employer: employerName === null ? null : { id: employerId, name: employerName },
      items: items.map(({ kind, why, state: itemState, source, validUntil, reason, reasonEn }) => ({
        ...{ kind, why, state: itemState, source, reason, reasonEn },
        validUntil: validUntil && validUntil.toString(),
        documents: (conditions.find((one) => one.kind === kind)?.documents ?? [])
          .filter((document) => !isBefore(Temporal.Instant.from(document.uploaded_at), openedAt))
          .map((document) => toDocumentView(document, zone)),
      })),
    };
  }
}
