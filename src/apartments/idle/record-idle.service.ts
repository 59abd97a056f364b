import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { IdleSpell } from './idle-spell.entity.js';
import type { IdleEnd, IdleSpellView, NewIdleSpell } from './idle-spells.contract.js';
import { IdleSpells } from './idle-spells.queries.js';
import { idleRefusals } from './idle.errors.js';
import { livedInAgain } from './idle.messages.js';

/** Staff record that nobody lives in a unit that is let, and later that somebody does again. */
@Injectable()
export class RecordIdle {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly moves: LeaseMoves,
    private readonly notices: LeaseNotices,
    private readonly queries: IdleSpells,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  found(actor: StaffActor, leaseId: string, given: NewIdleSpell, once?: OnceRequest): Promise<IdleSpellView> {
    return this.idempotency.once(once, async (tx) => {
      const { state, keysGivenOn, keysBackOn } = await this.moves.lock(tx, actor, leaseId);
      if (state !== 'let' || keysGivenOn === null || keysBackOn !== null) throw idleRefusals.keys_not_out();
      const foundOn = this.dayFrom(given.foundOn, keysGivenOn);
      const id = newId();
      const { how, remark } = given;
      const none = { warnedOn: null, breachedOn: null, livedInFrom: null, endRemark: null };
      await tx.insert(IdleSpell, { id, leaseId, foundOn, how, remark, recordedAt: this.clock.now(), ...none });
      const facts = { spellId: id, foundOn: foundOn.toString(), how, remark };
      await this.audit.record(tx, actor, { action: 'lease.found_idle', subjectId: leaseId, facts });
      return this.queries.one(tx, id);
    });
  }

  /** From its first day on where it was recorded wrongly; the tenant is told where they were warned. */
  livedIn(actor: StaffActor, id: string, given: IdleEnd): Promise<IdleSpellView> {
    return this.transactions.run(async (tx) => {
      const seen = await tx.findOneBy(IdleSpell, { id });
      if (!seen) throw requestRefusals.not_found();
      const lease = await this.moves.lock(tx, actor, seen.leaseId);
      const { foundOn, warnedOn, livedInFrom: before } = await tx.findOneByOrFail(IdleSpell, { id });
      if (before !== null) throw idleRefusals.over_already();
      const livedInFrom = this.dayFrom(given.livedInFrom, foundOn);
      await tx.update(IdleSpell, { id }, { livedInFrom, endRemark: given.remark });
      if (warnedOn !== null) {
        const told = { kind: 'lease.lived_in_again', occurrence: id };
        await this.notices.tell(tx, lease, { ...told, words: (about) => livedInAgain(about, { from: livedInFrom }) });
      }
      const facts = { spellId: id, livedInFrom: livedInFrom.toString(), remark: given.remark };
      await this.audit.record(tx, actor, { action: 'lease.lived_in_again', subjectId: lease.id, facts });
      return this.queries.one(tx, id);
    });
  }

  /** From this day to today. */
  private dayFrom(given: string | undefined, from: PlainDate): PlainDate {
    const today = this.clock.today();
    const day = given === undefined ? today : Temporal.PlainDate.from(given);
    if (isDayBefore(day, from) || isDayBefore(today, day)) throw idleRefusals.not_possible_on({ from, until: today });
    return day;
  }
}

/** The day of the breach of a unit that still stands idle. */
export async function assertIdleBreach(tx: Tx, leaseId: string): Promise<PlainDate> {
  const spell = await tx.findOneBy(IdleSpell, { leaseId, livedInFrom: IsNull() });
  if (!spell?.breachedOn) throw idleRefusals.no_breach();
  return spell.breachedOn;
}
