import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit, IdentityDocuments, readMobileNumber, Resident } from '../../people/index.js';
import type { Actor, ResidentActor, SealedDocument, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Messages } from '../../reminders/messages.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import type { Lease } from '../leases/lease.entity.js';
import { lastDay } from '../leases/lease.rules.js';
import { CoResident } from './co-resident.entity.js';
import type { CoResidentDecision, CoResidentEnd, CoResidentView, NewCoResident } from './co-residents.contract.js';
import { CoResidentsQueries } from './co-residents.queries.js';
import { householdRefusals } from './household.errors.js';
import { coResidentApproved, coResidentDeclined } from './household.messages.js';
import { mostPeople } from './household.rules.js';

type Person = Pick<CoResident, 'residentId' | 'name'> & SealedDocument;

/** Who lives with a tenant: the tenant asks, the house decides, and either may end it. */
@Injectable()
export class KeepCoResidents {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly moves: LeaseMoves,
    private readonly documents: IdentityDocuments,
    private readonly queries: CoResidentsQueries,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  ask(me: ResidentActor, leaseId: string, asked: NewCoResident, once?: OnceRequest): Promise<CoResidentView> {
    return this.idempotency.once(once, async (tx) => {
      const lease = await this.running(tx, me, leaseId);
      const days = daysOf(lease, asked);
      const id = newId();
      const person = await this.personOf(tx, asked, id);
      if (person.residentId === lease.residentId) throw householdRefusals.is_the_tenant();
      await this.assertRoomFor(tx, lease, ['asked', 'approved']);
      await tx.insert(CoResident, {
        ...{ id, leaseId, personId: id, relation: asked.relation, state: 'asked', askedAt: this.clock.now() },
        ...person,
        ...days,
      });
      const facts = { coResidentId: id, relation: asked.relation, startsOn: asked.startsOn };
      await this.audit.record(tx, me, { action: 'lease.co_resident_asked', subjectId: leaseId, facts });
      return this.queries.one(tx, id);
    });
  }

  decide(actor: StaffActor, id: string, given: CoResidentDecision): Promise<CoResidentView> {
    return this.transactions.run(async (tx) => {
      const { lease, one } = await this.lock(tx, actor, id);
      if (one.state !== 'asked') throw householdRefusals.decided_already();
      const { decision } = given;
      if (decision === 'approved') {
        assertRunning(lease);
        await this.assertRoomFor(tx, lease, ['approved']);
      }
      const reason = given.decision === 'declined' ? given.reason : null;
      await tx.update(CoResident, { id }, { state: decision, reason, decidedAt: this.clock.now() });
      const facts = { coResidentId: id, ...(reason === null ? {} : { reason }) };
      await this.audit.record(tx, actor, { action: `lease.co_resident_${decision}`, subjectId: lease.id, facts });
      const { reference, residentId } = lease;
      const words =
        reason === null
          ? coResidentApproved({ reference, name: one.name })
          : coResidentDeclined({ reference, name: one.name, reason });
      const subject = { kind: 'lease', id: lease.id };
      await this.messages.say(tx, { kind: 'lease.co_resident', subject, residentId, occurrence: id, ...words });
      return this.queries.one(tx, id);
    });
  }

  /** A wish is withdrawn; who lives there leaves after this day. */
  end(actor: Actor, id: string, given: CoResidentEnd): Promise<CoResidentView> {
    return this.transactions.run(async (tx) => {
      const { lease, one } = await this.lock(tx, actor, id);
      if (one.state !== 'asked' && one.state !== 'approved') throw householdRefusals.decided_already();
      const day = given.lastDay === undefined ? this.clock.today() : Temporal.PlainDate.from(given.lastDay);
      const isOver = one.state === 'asked' || isDayBefore(day, one.startsOn);
      if (!isOver && isDayBefore(lastDay(lease.period), day)) throw outside(lease);
      const change = isOver ? ({ state: 'withdrawn' } as const) : { untilOn: day.add({ days: 1 }) };
      await tx.update(CoResident, { id }, change);
      const facts = { coResidentId: id, lastDay: isOver ? null : day.toString() };
      await this.audit.record(tx, actor, { action: 'lease.co_resident_ended', subjectId: lease.id, facts });
      return this.queries.one(tx, id);
    });
  }

  private async lock(tx: Tx, actor: Actor, id: string): Promise<{ lease: Lease; one: CoResident }> {
    const seen = await tx.findOneBy(CoResident, { id });
    if (!seen) throw requestRefusals.not_found();
    const lease = await this.moves.lock(tx, actor, seen.leaseId);
    return { lease, one: await tx.findOneByOrFail(CoResident, { id }) };
  }

  private async running(tx: Tx, actor: Actor, id: string): Promise<Lease> {
    const lease = await this.moves.lock(tx, actor, id);
    assertRunning(lease);
    return lease;
  }

  /** An account by phone and name; a document is sealed, and belongs to the account that has the same one. */
  private async personOf(tx: Tx, { name, phone, document }: NewCoResident, id: string): Promise<Person> {
    const read = document && this.documents.read(document.type, document.number);
    const known = phone === undefined ? undefined : readMobileNumber(phone);
    const byPhone = known === undefined ? null : await tx.findOneBy(Resident, { phone: known, name });
    if (phone !== undefined && !byPhone) throw householdRefusals.resident_not_found();
    const account = byPhone ?? (read ? await tx.findOneBy(Resident, { documentHash: read.hash }) : null);
    return { residentId: account?.id ?? null, name, ...this.documents.columns(read ?? null, id) };
  }

  /** The spouse who is named in the lease lives there too, asked or not. */
  private async assertRoomFor(tx: Tx, { id, unitId, spouseId }: Lease, states: readonly string[]): Promise<void> {
    const [row]: [{ rooms: number; others: number }] = await tx.query(
      `SELECT u.rooms, (SELECT count(*)::int FROM co_residents c
                         WHERE c.lease_id = $2 AND c.state = ANY ($3) AND ($4::uuid IS NULL OR c.resident_id IS DISTINCT FROM $4)
                           AND (c.until_on IS NULL OR c.until_on > $5::date)) AS others
         FROM units u WHERE u.id = $1`,
      [unitId, id, states, spouseId, this.clock.today().toString()],
    );
    const most = mostPeople(row.rooms);
    if (1 + (spouseId === null ? 0 : 1) + row.others >= most) throw householdRefusals.too_many({ most });
  }
}

function assertRunning({ state }: Lease): void {
  if (!['held', 'signed', 'let'].includes(state)) throw householdRefusals.lease_is_over();
}

function daysOf(lease: Lease, asked: NewCoResident): { startsOn: PlainDate; untilOn: PlainDate | null } {
  const { from, until } = lease.period;
  const startsOn = Temporal.PlainDate.from(asked.startsOn);
  const untilOn = asked.endsOn === undefined ? null : Temporal.PlainDate.from(asked.endsOn).add({ days: 1 });
  if (isDayBefore(startsOn, from) || !isDayBefore(startsOn, until)) throw outside(lease);
  if (untilOn && (!isDayBefore(startsOn, untilOn) || isDayBefore(until, untilOn))) throw outside(lease);
  return { startsOn, untilOn };
}

function outside({ period }: Lease) {
  return householdRefusals.outside_lease({ from: period.from, until: lastDay(period) });
}
