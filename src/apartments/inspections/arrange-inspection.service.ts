import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import type { Text } from '../../kernel/text.js';
import { isoIn, Temporal } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Unit } from '../inventory/unit.entity.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import type { Lease } from '../leases/lease.entity.js';
import { faultOfAppointment } from '../repairs/repair.rules.js';
import { LeaseInspection, LeaseInspectionItem } from './inspection.entity.js';
import { inspectionRefusals } from './inspection.errors.js';
import { calledOff, moved, planned } from './inspection.messages.js';
import { itemsToInspect } from './inspection.rules.js';
import type { InspectionKind } from './inspection.rules.js';
import { Inspections } from './inspections.js';
import type { Appointment, InspectionView, NewInspection } from './inspections.contract.js';
import { checkInOfStay, InspectionsQueries } from './inspections.queries.js';

/** Begins an inspection with the list of what is to be looked at, and says when both sides meet for it. */
@Injectable()
export class ArrangeInspection {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly moves: LeaseMoves,
    private readonly inspections: Inspections,
    private readonly queries: InspectionsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  begin(actor: Actor, leaseId: string, { kind }: NewInspection, once?: OnceRequest): Promise<InspectionView> {
    return this.idempotency.once(once, async (tx) => {
      const lease = await this.moves.lock(tx, actor, leaseId);
      assertTimely(lease, kind);
      await this.inspections.lockUnit(tx, lease.unitId);
      const items = await this.itemsFor(tx, lease, kind);
      const id = newId();
      await tx.insert(LeaseInspection, { id, leaseId, kind, state: 'draft', createdAt: this.clock.now() });
      const rows = items.map(({ zh: name, en: nameEn }, position) => {
        return { id: newId(), inspectionId: id, position, name, nameEn };
      });
      await tx.insert(LeaseInspectionItem, rows);
      await this.audit.record(tx, actor, { action: 'lease_inspection.begun', subjectId: id, facts: { leaseId, kind } });
      return this.queries.one(tx, id);
    });
  }

  appoint(actor: Actor, id: string, { startsAt, endsAt }: Appointment): Promise<InspectionView> {
    const appointment = { startsAt: Temporal.Instant.from(startsAt), endsAt: Temporal.Instant.from(endsAt) };
    const fault = faultOfAppointment(appointment, this.clock.now());
    if (fault) throw inspectionRefusals[fault]();
    return this.transactions.run(async (tx) => {
      const { inspection, lease } = await this.inspections.lockOpen(tx, actor, id);
      const { kind, appointment: before } = inspection;
      const isSame = before?.startsAt.equals(appointment.startsAt) && before.endsAt.equals(appointment.endsAt);
      if (isSame) return this.queries.one(tx, id);
      await tx.update(LeaseInspection, { id }, { appointment, appointedAt: this.clock.now() });
      const { zone } = this.clock;
      const facts = { startsAt: isoIn(zone, appointment.startsAt), endsAt: isoIn(zone, appointment.endsAt) };
      await this.audit.record(tx, actor, { action: 'lease_inspection.appointed', subjectId: id, facts });
      const [deed, words] = before ? (['moved', moved] as const) : (['planned', planned] as const);
      await this.inspections.tell(tx, lease, deed, (about) => words(about, kind, { ...appointment, zone }));
      return this.queries.one(tx, id);
    });
  }

  callOff(actor: Actor, id: string): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      const { inspection, lease } = await this.inspections.lockOpen(tx, actor, id);
      if (!inspection.appointment) throw inspectionRefusals.no_appointment();
      await tx.update(LeaseInspection, { id }, { appointment: null, appointedAt: null });
      await this.audit.record(tx, actor, { action: 'lease_inspection.called_off', subjectId: id });
      await this.inspections.tell(tx, lease, 'called_off', (about) => calledOff(about, inspection.kind));
      return this.queries.one(tx, id);
    });
  }

  private async itemsFor(tx: Tx, { id, unitId }: Lease, kind: InspectionKind): Promise<Text[]> {
    const { equipment } = await tx.findOneByOrFail(Unit, { id: unitId });
    const [checkIn]: { id: string }[] = kind === 'check_in' ? [] : await tx.query(checkInOfStay, [id]);
    if (!checkIn) return itemsToInspect([], equipment);
    const where = { inspectionId: checkIn.id };
    const before = await tx.find(LeaseInspectionItem, { where, order: { position: 'ASC' } });
    return itemsToInspect(
      before.map(({ name, nameEn }) => ({ zh: name, en: nameEn })),
      equipment,
    );
  }
}

function assertTimely({ state, keysGivenOn }: Lease, kind: InspectionKind): void {
  if (kind === 'check_in' && state !== 'let') throw inspectionRefusals.lease_not_in_force();
  if (kind === 'check_out' && !keysGivenOn) throw inspectionRefusals.keys_not_given();
}
