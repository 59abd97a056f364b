import { Injectable } from '@nestjs/common';
import { Pools } from '../../admission/index.js';
import { newId, newReference } from '../../kernel/ids.js';
import { isBefore } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Charges } from '../../payments/charges.js';
import type { PaymentInput } from '../../payments/payments.contract.js';
import { RecordMoney } from '../../payments/record-money.service.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { priceOf } from '../programme/prices.rules.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import { Slot } from '../programme/slot.entity.js';
import { Tickets } from '../tickets/tickets.js';
import { GateScan } from './gate-scan.entity.js';
import type { WalkInInput, WalkInView } from './gates.contract.js';
import { gatesRefusals } from './gates.errors.js';
import { Gates } from './gates.js';

/** Lets people in who have not booked, while there are places that nobody has. */
@Injectable()
export class LetWalkIn {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly gates: Gates,
    private readonly pools: Pools,
    private readonly tickets: Tickets,
    private readonly charges: Charges,
    private readonly money: RecordMoney,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, gateId: string, input: WalkInInput, once: OnceRequest | undefined): Promise<WalkInView> {
    return this.idempotency.once(once, async (tx) => {
      const gate = await this.gates.find(tx, actor, gateId);
      const slot = await tx.findOneBy(Slot, { id: input.slotId });
      const item = slot && (await tx.findOneByOrFail(ProgrammeItem, { id: slot.itemId }));
      const isHere = item?.venueId === gate.venueId && (gate.hallId === null || gate.hallId === slot?.hallId);
      if (!slot || !item || !isHere) throw gatesRefusals.not_at_this_gate();
      const now = this.clock.now();
      const opens = slot.during.startsAt.subtract({ minutes: item.rules.doorsOpenMinutes });
      const isOn = !isBefore(now, opens) && isBefore(now, slot.during.endsAt) && slot.cancelledAt === null;
      if (!isOn) throw gatesRefusals.slot_not_on();
      if (item.entry === 'numbered') throw gatesRefusals.seats_have_numbers();
      const { places, priceClass, payment } = input;
      if (item.classPercents[priceClass] === undefined) throw gatesRefusals.class_not_sold({ priceClass });
      const feeFen = priceOf(item, { zone: null, priceClass });
      const allFen = feeFen * places;
      if ((payment?.amountFen ?? 0) !== allFen) throw gatesRefusals.to_be_paid({ feeFen: allFen });
      const left = await this.pools.takeAtDoor(tx, slot.poolId, input.places);
      if (left < 0) throw gatesRefusals.no_places_at_door({ free: left + input.places });
      const one = { name: input.name ?? null, document: null, priceClass, feeFen };
      const visitors = Array.from({ length: input.places }, () => one);
      const order = {
        bookingId: null,
        slot,
        state: 'valid' as const,
        visitors,
        seats: [],
        walkIn: true,
        enteredAt: now,
      };
      const ticketIds = await this.tickets.issue(tx, order);
      const scan = { gateId, device: input.device, issue: 1, direction: 'in' as const, decision: 'admitted' as const };
      await tx.insert(
        GateScan,
        ticketIds.map((ticketId) => {
          return {
            id: newId(),
            ticketId,
            ...scan,
            reason: null,
            at: now,
            offline: false,
            staffId: actor.id,
            receivedAt: now,
          };
        }),
      );
      const chargeReference = payment ? await this.charge(tx, actor, item, payment, input.name) : null;
      const facts = { places, gateId, feeFen: allFen };
      await this.audit.record(tx, actor, { action: 'slot.walked_in', subjectId: slot.id, facts });
      return { slotId: slot.id, ticketIds, placesAtDoor: left, feeFen: allFen, chargeReference };
    });
  }

  /** Paid in the same moment by somebody whom the house does not know: the takings of the day have it. */
  private async charge(
    tx: Tx,
    actor: StaffActor,
    { venueId, title, titleEn }: ProgrammeItem,
    payment: PaymentInput,
    name: string | undefined,
  ): Promise<string> {
    const reference = newReference();
    const payer = { party: 'visitor' as const, id: null, name: name ?? '现场观众 Visitor at the door' };
    const about = { venueId, subject: { kind: 'walk_in', id: newId() }, title: { zh: title, en: titleEn } };
    const charge = { reference, residentId: null, payer, ...about, amountFen: payment.amountFen };
    const [chargeId = ''] = await this.charges.open(tx, [charge]);
    await this.money.payWithin(tx, actor, chargeId, payment);
    return reference;
  }
}
