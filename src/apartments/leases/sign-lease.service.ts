import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { inLanguage } from '../../kernel/text.js';
import type { Language } from '../../kernel/text.js';
import { isBefore } from '../../kernel/time.js';
import { ChargeListeners } from '../../payments/charge-listeners.js';
import { Charges } from '../../payments/charges.js';
import { Audit, Resident, system } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { PostOffice } from '../../platform/channels/post-office.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { sameSecret, Secrets } from '../../platform/secrets/secrets.js';
import { Bars } from '../bars/bars.js';
import { KeepContract } from './keep-contract.service.js';
import { leaseRefusals } from './lease.errors.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Lease } from './lease.entity.js';
import { LeaseMoves } from './lease-moves.js';
import { holdFrom, leaseRules } from './lease.rules.js';
import type { CodeSent, LeaseView } from './leases.contract.js';
import { LeaseTerms } from './lease-terms.js';
import { depositCharge } from './lease-payers.js';
import { Leases } from './leases.queries.js';
import { Renewals } from '../renewals/renewals.js';
import { MovedFrom } from '../leaving/moved-from.js';

/** Signing: the tenant by a code sent to their phone, then the house; with the deposit there, the lease is in force. */
@Injectable()
export class SignLease implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly bars: Bars,
    private readonly leases: Leases,
    private readonly terms: LeaseTerms,
    private readonly renewals: Renewals,
    private readonly movedFrom: MovedFrom,
    private readonly contract: KeepContract,
    private readonly charges: Charges,
    private readonly chargeListeners: ChargeListeners,
    private readonly secrets: Secrets,
    private readonly post: PostOffice,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.chargeListeners.whenSettled('lease_deposit', (tx, { subjectId }) => this.depositPaid(tx, subjectId));
  }

  async sendCode(actor: ResidentActor, id: string, language: Language): Promise<CodeSent> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const { phone, reference } = await this.transactions.run(async (tx) => {
      const lease = await this.held(tx, actor, id);
      await this.keepCode(tx, id, code);
      const { phone } = await tx.findOneByOrFail(Resident, { id: actor.id });
      return { phone, reference: lease.reference };
    });
    const minutes = leaseRules.signingCodeMinutes;
    const words = {
      zh: `签约验证码 ${code}，用于签署租约 ${reference}，${minutes} 分钟内有效。请勿告诉他人。`,
      en: `Your code to sign lease ${reference} is ${code}, valid for ${minutes} minutes. Tell it to nobody.`,
    };
    const title = inLanguage({ zh: '签约验证码', en: 'Code to sign' }, language);
    await this.post.text({ id: newId(), title, body: inLanguage(words, language) }, phone);
    return { expiresInSeconds: minutes * 60, resendAfterSeconds: leaseRules.secondsBetweenCodes };
  }

  /** The tenant signs. A wrong code is counted though the signing is refused. */
  async sign(actor: ResidentActor, id: string, code: string): Promise<LeaseView> {
    const wrong = await this.transactions.run(async (tx) => {
      await this.movedFrom.lock(tx, id);
      const lease = await this.held(tx, actor, id);
      // Who moves goes on with a lease that they have.
      if (!lease.isTransfer) await this.bars.assertNone(tx, actor.id);
      const triesLeft = await this.triesLeftAfter(tx, id, code);
      if (triesLeft !== undefined) return leaseRefusals.wrong_code({ triesLeft });
      const signedAt = this.clock.now();
      const heldUntil = holdFrom(signedAt, (await this.terms.timersOf(tx, lease)).payDepositHours);
      if (lease.isTransfer) await this.movedFrom.cut(tx, actor, lease);
      await this.moves.move(tx, lease, 'signed', { signedAt, signatureHash: hashOf(lease), heldUntil });
      await this.owesDeposit(tx, lease);
      await this.audit.record(tx, actor, {
        action: 'lease.signed',
        subjectId: id,
        facts: { hash: lease.signatureHash },
      });
      await this.completeIfWhole(tx, lease, actor);
      return undefined;
    });
    if (wrong) throw wrong;
    return this.leases.one(undefined, id);
  }

  /** The house signs. */
  countersign(actor: StaffActor, id: string): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      const lease = await this.moves.lock(tx, actor, id);
      if (lease.state === 'held') throw leaseRefusals.not_signed_yet();
      if (lease.state !== 'signed') throw leaseRefusals.not_in_this_state({ state: lease.state });
      const countersigned = { countersignedAt: this.clock.now(), countersignedBy: actor.id };
      await tx.update(Lease, { id }, countersigned);
      Object.assign(lease, countersigned);
      await this.audit.record(tx, actor, { action: 'lease.countersigned', subjectId: id });
      await this.completeIfWhole(tx, lease, actor);
      return this.leases.one(tx, id);
    });
  }

  /** Gives a chosen unit back before the lease is in force. */
  withdraw(actor: Actor, id: string): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      await this.charges.lock(tx, [{ kind: 'lease_deposit', id }]);
      const lease = await this.moves.lock(tx, actor, id);
      if (lease.state === 'let') throw leaseRefusals.not_in_this_state({ state: lease.state });
      await this.moves.move(tx, lease, 'withdrawn', { endReason: 'withdrawn' });
      await this.charges.reduceWholly(tx, { kind: 'lease_deposit', id }, 'unit given back');
      await this.renewals.lapsed(tx, lease);
      await this.audit.record(tx, actor, { action: 'lease.withdrawn', subjectId: id });
      return this.leases.one(tx, id);
    });
  }

  private async held(tx: Tx, actor: ResidentActor, id: string): Promise<Lease> {
    const lease = await this.moves.lock(tx, actor, id);
    if (lease.state !== 'held') throw leaseRefusals.not_in_this_state({ state: lease.state });
    if (lease.heldUntil && !isBefore(this.clock.now(), lease.heldUntil)) {
      throw leaseRefusals.hold_is_over({ heldUntil: lease.heldUntil.toZonedDateTimeISO(this.clock.zone) });
    }
    return lease;
  }

  private async keepCode(tx: Tx, id: string, code: string): Promise<void> {
    const now = this.clock.now();
    const { secondsBetweenCodes, signingCodeMinutes, signingCodeTries } = leaseRules;
    const kept: unknown[] = await tx.query(
      `INSERT INTO lease_signing_codes AS c (lease_id, code_hash, sent_at, expires_at, tries_left)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (lease_id) DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at,
              expires_at = excluded.expires_at, tries_left = excluded.tries_left
        WHERE c.sent_at <= $6 RETURNING lease_id`,
      [
        id,
        this.secrets.hash('signing code', `${id} ${code}`),
        now.toString(),
        now.add({ minutes: signingCodeMinutes }).toString(),
        signingCodeTries,
        now.subtract({ seconds: secondsBetweenCodes }).toString(),
      ],
    );
    if (kept.length === 0) throw leaseRefusals.code_sent_recently({ retryAfterSeconds: secondsBetweenCodes });
  }

  /** Undefined where the code is right; it is then used up. */
  private async triesLeftAfter(tx: Tx, id: string, code: string): Promise<number | undefined> {
    const [[row]]: [{ code_hash: string; tries_left: number }[]] = await tx.query(
      `UPDATE lease_signing_codes SET tries_left = tries_left - 1
        WHERE lease_id = $1 AND tries_left > 0 AND expires_at > $2 RETURNING code_hash, tries_left`,
      [id, this.clock.now().toString()],
    );
    if (!row) return 0;
    if (!sameSecret(row.code_hash, this.secrets.hash('signing code', `${id} ${code}`))) return row.tries_left;
    await tx.query(`DELETE FROM lease_signing_codes WHERE lease_id = $1`, [id]);
    return undefined;
  }

  private async owesDeposit(tx: Tx, lease: Lease): Promise<void> {
    if (lease.depositFen === 0) return;
    await this.charges.open(tx, [depositCharge(lease, await venueOfUnit(tx, lease.unitId))]);
  }

  private async depositPaid(tx: Tx, id: string): Promise<void> {
    const lease = await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!lease || lease.state === 'let' || lease.state === 'ended') return;
    const { state, heldUntil } = lease;
    if (state !== 'signed' || !heldUntil || !isBefore(this.clock.now(), heldUntil))
      throw leaseRefusals.deposit_lapsed();
    await this.completeIfWhole(tx, lease, system, true);
  }

  /** In force as soon as both have signed and nothing is owed of the deposit. */
  private async completeIfWhole(tx: Tx, lease: Lease, actor: Actor, isPaid = false): Promise<void> {
    if (lease.countersignedAt === null) return;
    const balance = isPaid ? undefined : await this.charges.balanceOf(tx, { kind: 'lease_deposit', id: lease.id });
    if (balance && balance.balanceFen > 0) return;
    await this.moves.move(tx, lease, 'let');
    await this.renewals.agreed(tx, lease);
    await this.audit.record(tx, actor, { action: 'lease.let', subjectId: lease.id });
    await this.contract.run(tx, lease.id, actor);
  }
}

/** SHA-256 over what is signed: parties, unit, days, rents month by month, deposit, policy. */
export function hashOf(lease: Lease): string {
  const { reference, residentId, spouseId, unitId, policyId, period, schedule, depositFen, depositPayer } = lease;
  const days = { from: period.from.toString(), until: period.until.toString() };
  const terms = { reference, residentId, spouseId, unitId, policyId, ...days, schedule, depositFen, depositPayer };
  return createHash('sha256').update(JSON.stringify(terms)).digest('hex');
}
