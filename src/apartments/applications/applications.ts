import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { assertMayAt } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { ApplicationCondition } from './application-condition.entity.js';
import type { ConditionKind } from './application-conditions.rules.js';
import { applicationRefusals } from './application.errors.js';
import { applicationLifecycle, openStates } from './application.lifecycle.js';
import type { ApplicationState } from './application.lifecycle.js';

type Change = Partial<Omit<ApartmentApplication, 'id' | 'state'>>;

/** How every use case takes hold of an application, and the one way in which its state changes. */
@Injectable()
export class Applications {
  /** A resident's own application, held until the end of the transaction. */
  async lockOwn(tx: Tx, residentId: string, id: string): Promise<ApartmentApplication> {
    const application = await this.lock(tx, { id, residentId });
    if (!application) throw requestRefusals.not_found();
    return application;
  }

  /** The same, where its applicant may still change it. */
  async lockOpen(tx: Tx, residentId: string, id: string): Promise<ApartmentApplication> {
    const application = await this.lockOwn(tx, residentId, id);
    assertIn(application, openStates);
    return application;
  }

  /** An application at a house of the actor, in one of these states. */
  async lockForStaff(
    tx: Tx,
    actor: Actor,
    id: string,
    states: readonly ApplicationState[],
  ): Promise<ApartmentApplication> {
    const application = await this.lock(tx, { id });
    if (!application?.submittedAt) throw requestRefusals.not_found();
    assertMayAt(actor, 'applications.review', application.venueId);
    assertIn(application, states);
    return application;
  }

  /** Moves it if it is still in one of these states and the table of moves allows it, else refuses. */
  async move(
    tx: Tx,
    id: string,
    step: { readonly from: readonly ApplicationState[]; readonly to: ApplicationState },
    change: Change = {},
  ): Promise<void> {
    const from = step.from.filter((state) => applicationLifecycle.mayMove(state, step.to));
    const { affected } = await tx.update(ApartmentApplication, { id, state: In(from) }, { ...change, state: step.to });
    if (affected === 1) return;
    const { state } = await tx.findOneByOrFail(ApartmentApplication, { id });
    throw applicationRefusals.not_in_this_state({ state });
  }

  async conditions(tx: Tx, applicationId: string): Promise<Map<ConditionKind, ApplicationCondition>> {
    const conditions = await tx.findBy(ApplicationCondition, { applicationId });
    return new Map(conditions.map((condition) => [condition.kind, condition]));
  }

  async condition(tx: Tx, applicationId: string, kind: ConditionKind): Promise<ApplicationCondition> {
    const condition = await tx.findOneBy(ApplicationCondition, { applicationId, kind });
    if (!condition) throw applicationRefusals.not_needed({ kind });
    return condition;
  }

  /**
   * Writes what is known of a condition now. A tier rests on an accepted certificate: when the certificate is another
   * one or was returned, the tier is set anew.
   */
  async settle(
    tx: Tx,
    condition: ApplicationCondition,
    change: Pick<ApplicationCondition, 'state'> & Partial<ApplicationCondition>,
  ): Promise<void> {
    const unchecked = { checkedAt: null, checkedBy: null, confirmedBy: null, reason: null, reasonEn: null };
    await tx.update(ApplicationCondition, { id: condition.id }, { ...unchecked, ...change });
    if (condition.kind === 'tier_certificate' && change.state !== 'accepted') {
      await tx.update(ApartmentApplication, { id: condition.applicationId }, { tier: null });
    }
  }

  private lock(tx: Tx, where: { id: string; residentId?: string }): Promise<ApartmentApplication | null> {
    return tx.findOne(ApartmentApplication, { where, lock: { mode: 'pessimistic_write' } });
  }
}

function assertIn({ state }: ApartmentApplication, states: readonly ApplicationState[]): void {
  if (!states.includes(state)) throw applicationRefusals.not_in_this_state({ state });
}
