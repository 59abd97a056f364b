import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { Transactions } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { Actor } from './actor.js';
import { Audit } from './audit.js';
import type { VenueChange, VenueInput, VenueView } from './staff.contract.js';
import { Venue } from './venue.entity.js';

/** Adds a site of the house, or corrects its name and address. */
@Injectable()
export class ChangeVenue {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  add(actor: Actor, input: VenueInput, once?: OnceRequest): Promise<VenueView> {
    return this.idempotency.once(once, async (tx) => {
      const venue = { id: newId(), ...input };
      await tx.insert(Venue, venue);
      await this.audit.record(tx, actor, { action: 'venue.added', subjectId: venue.id, facts: { ...input } });
      return venue;
    });
  }

  correct(actor: Actor, id: string, change: VenueChange): Promise<VenueView> {
    return this.transactions.run(async (tx) => {
      const venue = await tx.findOne(Venue, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!venue) throw requestRefusals.not_found();
      await tx.save(Venue, Object.assign(venue, change));
      await this.audit.record(tx, actor, { action: 'venue.changed', subjectId: id, facts: { ...change } });
      return venue;
    });
  }
}
