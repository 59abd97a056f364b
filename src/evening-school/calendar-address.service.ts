import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import type { ResidentActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { CalendarEndedView, CalendarView } from './calendar-feed.contract.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { hashOfSecret } from './calendar-feed.queries.js';
import { enrolmentRefusals } from './enrolment.errors.js';

/** The secret address of a resident's calendar: made or renewed, shown, ended. */
@Injectable()
export class CalendarAddress {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** A new address; the one before it ends. Only the fact is kept under the Idempotency-Key, never the secret. */
  async renew(actor: ResidentActor, once: OnceRequest | undefined): Promise<CalendarView> {
    await this.idempotency.once(once, async (tx) => {
      await this.write(tx, actor.id);
      await this.audit.record(tx, actor, { action: 'calendar_feed.renewed', subjectId: actor.id });
      return 'renewed';
    });
    return this.show(actor);
  }

  async show(actor: ResidentActor): Promise<CalendarView> {
    const feed = await this.source.manager.findOneBy(CalendarFeed, { residentId: actor.id });
    if (!feed) throw enrolmentRefusals.no_calendar();
    const secret = this.secrets.decrypt(feed.secretSealed, sealFor(actor.id));
    return {
      address: `${this.config.publicUrl}/calendars/${secret}.ics`,
      createdAt: isoIn(this.clock.zone, feed.createdAt),
    };
  }

  end(actor: ResidentActor): Promise<CalendarEndedView> {
    return this.transactions.run(async (tx) => {
      const { affected } = await tx.delete(CalendarFeed, { residentId: actor.id });
      if (!affected) throw enrolmentRefusals.no_calendar();
      await this.audit.record(tx, actor, { action: 'calendar_feed.ended', subjectId: actor.id });
      return { ended: true };
    });
  }

  private async write(tx: Tx, residentId: string): Promise<void> {
    const secret = this.secrets.newToken();
    await tx.upsert(
      CalendarFeed,
      {
        residentId,
        secretHash: hashOfSecret(this.secrets, secret),
        secretSealed: this.secrets.encrypt(secret, sealFor(residentId)),
        createdAt: this.clock.now(),
      },
      ['residentId'],
    );
  }
}

function sealFor(residentId: string): string {
  return `calendar feed of ${residentId}`;
}
