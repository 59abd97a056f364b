import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId, newReference } from '../../kernel/ids.js';
import { Audit, peopleRefusals, readMobileNumber, Resident, Residents, Venue } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Bars } from '../bars/bars.js';
import { Building } from '../inventory/building.entity.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { ApplicationCondition } from './application-condition.entity.js';
import { neededConditions } from './application-conditions.rules.js';
import type { ConditionKind } from './application-conditions.rules.js';
import { applicationRefusals } from './application.errors.js';
import { liveStates } from './application.lifecycle.js';
import { Applications } from './applications.js';
import type { ApplicationChange, MyApplicationView, NewApplication } from './applications.contract.js';
import { MyApplications } from './my-applications.queries.js';

type Spouse = NewApplication['spouse'];

/** Starts an application for a house as a draft, and changes what it asks for. */
@Injectable()
export class StartApplication {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly bars: Bars,
    private readonly applications: Applications,
    private readonly mine: MyApplications,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  start(me: ResidentActor, input: NewApplication, once: OnceRequest | undefined): Promise<MyApplicationView> {
    const { venueId, wantedLayouts } = input;
    return this.idempotency.once(once, async (tx) => {
      await this.residents.lock(tx, [me.id]);
      await this.bars.assertNone(tx, me.id);
      const live = await tx.findOneBy(ApartmentApplication, { residentId: me.id, venueId, state: In([...liveStates]) });
      if (live) throw applicationRefusals.already_applied({ reference: live.reference });
      await this.assertLetsApartments(tx, venueId);
      const id = newId();
      const nominating = await this.nominating(tx, me, input.employer);
      await tx.insert(ApartmentApplication, {
        id,
        reference: newReference(),
        residentId: me.id,
        venueId,
        state: 'draft',
        spouseId: await this.spouseId(tx, me, input.spouse),
        wantedLayouts,
        employer: nominating?.name ?? input.employer,
        employerId: nominating?.id ?? null,
        createdAt: this.clock.now(),
      });
      for (const kind of neededConditions(input.claimsTier)) await this.need(tx, id, kind);
      const facts = { venueId };
      await this.audit.record(tx, me, { action: 'apartment_application.started', subjectId: id, facts });
      return this.mine.one(me.id, id, tx);
    });
  }

  change(me: ResidentActor, id: string, change: ApplicationChange): Promise<MyApplicationView> {
    return this.transactions.run(async (tx) => {
      const application = await this.applications.lockOpen(tx, me.id, id);
      const { claimsTier, spouse, wantedLayouts, employer } = change;
      const before = { employer: application.employer, spouseId: application.spouseId };
      if (wantedLayouts !== undefined) application.wantedLayouts = wantedLayouts;
      if (employer !== undefined && employer !== application.employer) {
        Object.assign(application, { employer, employerId: null });
      }
      if (spouse !== undefined) application.spouseId = await this.spouseId(tx, me, spouse);
      if (claimsTier === false) application.tier = null;
      await tx.save(ApartmentApplication, application);
      if (claimsTier !== undefined) await this.claimTier(tx, id, claimsTier);
      if (application.employer !== before.employer) await this.lookAtAgain(tx, id, 'employer_contract');
      if (application.spouseId !== before.spouseId) await this.lookAtAgain(tx, id, 'household');
      // Which fields, not their values: they tell of employer and family.
      const facts = { fields: Object.keys(change) };
      await this.audit.record(tx, me, { action: 'apartment_application.changed', subjectId: id, facts });
      return this.mine.one(me.id, id, tx);
    });
  }

  private async assertLetsApartments(tx: Tx, venueId: string): Promise<void> {
    if (await tx.existsBy(Building, { venueId })) return;
    const isVenue = await tx.existsBy(Venue, { id: venueId });
    throw isVenue ? applicationRefusals.no_apartments_there() : peopleRefusals.no_such_venue();
  }

  /** The employer that nominated this person last, by name and phone, where they name no other. */
  private async nominating(
    tx: Tx,
    me: ResidentActor,
    named: string | null,
  ): Promise<{ id: string; name: string } | undefined> {
    const [employer]: { id: string; name: string }[] = await tx.query(
      `SELECT e.id, e.name FROM residents r JOIN employer_nominations n ON n.phone = r.phone AND n.name = r.name
         JOIN employers e ON e.id = n.employer_id
        WHERE r.id = $1 AND n.withdrawn_at IS NULL AND ($2::text IS NULL OR e.name = $2)
        ORDER BY n.nominated_at DESC, n.id DESC LIMIT 1`,
      [me.id, named],
    );
    return employer;
  }

  /** Who claims no tier any more takes the certificate and its documents back. */
  private async claimTier(tx: Tx, applicationId: string, claimsTier: boolean): Promise<void> {
    const certificate = { applicationId, kind: 'tier_certificate' } as const;
    const isThere = await tx.existsBy(ApplicationCondition, certificate);
    if (claimsTier && !isThere) await this.need(tx, applicationId, certificate.kind);
    if (!claimsTier && isThere) await tx.delete(ApplicationCondition, certificate);
  }

  /** What was accepted was accepted for another employer or another spouse. */
  private async lookAtAgain(tx: Tx, id: string, kind: ConditionKind): Promise<void> {
    const condition = await this.applications.condition(tx, id, kind);
    if (condition.state === 'accepted') await this.applications.settle(tx, condition, { state: 'given' });
  }

  private async need(tx: Tx, applicationId: string, kind: ConditionKind): Promise<void> {
    await tx.insert(ApplicationCondition, { id: newId(), applicationId, kind, state: 'missing' });
  }

  /** Number and name must be of one person, so that a number alone does not tell whose it is. */
  private async spouseId(tx: Tx, me: ResidentActor, spouse: Spouse): Promise<string | null> {
    if (spouse === null) return null;
    const phone = readMobileNumber(spouse.phone);
    const found = phone === undefined ? null : await tx.findOneBy(Resident, { phone, name: spouse.name });
    if (!found) throw applicationRefusals.spouse_not_found();
    if (found.id === me.id) throw applicationRefusals.spouse_is_self();
    return found.id;
  }
}
