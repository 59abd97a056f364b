import { Injectable } from '@nestjs/common';
import { venuesWith } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { ClassAbsences } from './class-absences.js';
import type { ClassDetails } from './classes.contract.js';
import { ClassesQueries } from './classes.queries.js';

/** An evening that did not take place as it should, also one that is over: no absence from it is held against anybody. */
@Injectable()
export class ExcuseSession {
  constructor(
    private readonly transactions: Transactions,
    private readonly absences: ClassAbsences,
    private readonly queries: ClassesQueries,
  ) {}

  run(actor: Actor, sessionId: string, reason: string): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const [found]: { class_id: string }[] = await tx.query(
        `SELECT s.class_id FROM class_sessions s JOIN rooms r ON r.id = s.room_id
          WHERE s.id = $1 AND ($2::uuid[] IS NULL OR r.venue_id = ANY($2))`,
        [sessionId, venuesWith(actor, 'classes.edit')],
      );
      if (!found) throw requestRefusals.not_found();
      await this.absences.excuse(tx, actor, sessionId, reason);
      return this.queries.one(actor, found.class_id, tx);
    });
  }
}
