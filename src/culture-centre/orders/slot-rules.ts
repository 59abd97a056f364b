import { Injectable } from '@nestjs/common';
import type { FeatureRules, PlaceRequest } from '../../admission/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { SeatMaps } from '../halls/seat-maps.js';
import { stretchesOf } from '../halls/seat-map.rules.js';
import type { Seat } from '../halls/seat-map.rules.js';
import type { OrderDetails, SeatWish, Visitor } from './order-details.js';
import { orderRefusals } from './order.errors.js';
import { chooseSeats } from './seat-choice.rules.js';
import { scopeOf, SlotsTaken } from './slots-taken.js';
import type { Party, SlotFacts } from './slots-taken.js';
import { assertFewChildren, assertFewGroups, assertWithinDay } from './visitors.rules.js';

type Order = PlaceRequest & { readonly details: OrderDetails };

/** What is taken by those before in the batch counts as taken for those after. */
interface Taken {
  readonly documents: Set<string>;
  readonly visitors: Map<string, Party>;
  /** Children of the orders that move to another slot. */
  readonly children: ReadonlyMap<string, number>;
  readonly groups: Map<string, number>;
  readonly seats: Set<string>;
}

/** The rules that orders have beside those of admission: one ticket per document, so many a day, one person per seat. */
@Injectable()
export class SlotRules {
  private readonly seatsChosen = new WeakMap<OrderDetails, readonly Seat[]>();
  private readonly stretches = new WeakMap<object, Seat[][]>();

  constructor(
    private readonly taken: SlotsTaken,
    private readonly seatMaps: SeatMaps,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, requests: readonly PlaceRequest[]): Promise<FeatureRules[]> {
    const orders = requests as readonly Order[];
    const slots = await this.taken.slots(
      tx,
      orders.map(({ poolId }) => poolId),
    );
    const replaced = orders.flatMap(({ replaces }) => replaces ?? []);
    const hashes = orders.flatMap(({ details }) => hashesIn(details));
    const seated = orders.flatMap(({ poolId, details }) =>
      details.kind === 'seats' ? (slots.get(poolId)?.slotId ?? []) : [],
    );
    const taken: Taken = {
      documents: await this.taken.documents(tx, hashes, replaced),
      visitors: await this.taken.visitors(
        tx,
        orders.map(({ residentId }) => residentId),
        replaced,
      ),
      children: await this.taken.children(tx, replaced),
      groups: await this.taken.groups(
        tx,
        orders.filter(isGroup).map(({ residentId }) => residentId),
      ),
      seats: await this.taken.seats(tx, [...new Set(seated)]),
    };
    const rules: FeatureRules[] = [];
    for (const order of orders) rules.push(await this.rulesOf(tx, order, slots.get(order.poolId), taken));
    return rules;
  }

  /** The seats that the request of these details was given, best ones or those it named. */
  seatsFor(details: OrderDetails): readonly Seat[] {
    return this.seatsChosen.get(details) ?? [];
  }

  private async rulesOf(tx: Tx, order: Order, slot: SlotFacts | undefined, taken: Taken): Promise<FeatureRules> {
    if (!slot) throw new Error(`The pool ${order.poolId} belongs to no slot.`);
    const { details } = order;
    const scope = scopeOf(slot);
    const account = `${scope} ${order.residentId}`;
    const children = childrenOf(details, taken.children);
    const seats = details.kind === 'seats' ? await this.stretchesIn(tx, slot) : undefined;
    return {
      assert: () => {
        // A group that staff look at is bound by neither the account's day nor the largest party.
        const booked = taken.visitors.get(account) ?? nobody;
        if (isGroup(order)) assertFewGroups(taken.groups.get(order.residentId) ?? 0);
        else {
          assertWithinDay(booked.people, order.places, slot.rules);
          assertFewChildren(booked.children + children, slot.rules);
        }
        if (details.kind === 'visitors') assertNoTicketYet(details.visitors, scope, taken.documents);
        if (details.kind !== 'seats') return;
        if (!seats) throw orderRefusals.seats_have_no_numbers();
        this.choose(details, details.wish, slot, seats, taken.seats);
      },
      granted: (places) => {
        const { residentId } = order;
        const booked = taken.visitors.get(account) ?? nobody;
        if (isGroup(order)) taken.groups.set(residentId, (taken.groups.get(residentId) ?? 0) + 1);
        else taken.visitors.set(account, { people: booked.people + places, children: booked.children + children });
        for (const hash of hashesIn(details)) taken.documents.add(`${scope} ${hash}`);
        for (const { key } of this.seatsFor(details)) taken.seats.add(`${slot.slotId} ${key}`);
      },
    };
  }

  private choose(
    details: OrderDetails,
    wish: SeatWish,
    slot: SlotFacts,
    stretches: Seat[][],
    taken: ReadonlySet<string>,
  ) {
    const isFree = ({ key }: Seat) => !taken.has(`${slot.slotId} ${key}`);
    const { startsAt, rules } = slot;
    this.seatsChosen.set(details, chooseSeats(wish, this.clock.now(), { stretches, isFree, startsAt, rules }));
  }

  /** undefined where the seats have no numbers any more. */
  private async stretchesIn(tx: Tx, { hallId, seatMapVersion }: SlotFacts): Promise<Seat[][] | undefined> {
    if (seatMapVersion === null) return undefined;
    const map = await this.seatMaps.version(hallId, seatMapVersion, tx);
    const known = this.stretches.get(map) ?? stretchesOf(map);
    this.stretches.set(map, known);
    return known;
  }
}

const nobody: Party = { people: 0, children: 0 };

function isGroup({ details }: Order): boolean {
  return details.kind === 'visitors' && details.group !== undefined;
}

function childrenOf(details: OrderDetails, moved: ReadonlyMap<string, number>): number {
  if (details.kind === 'moved') return moved.get(details.from) ?? 0;
  return details.kind === 'visitors' ? details.visitors.filter(({ isChild }) => isChild).length : 0;
}

function hashesIn(details: OrderDetails): string[] {
  return details.kind === 'visitors' ? details.visitors.flatMap(({ document }) => document?.hash ?? []) : [];
}

function assertNoTicketYet(visitors: readonly Visitor[], scope: string, taken: ReadonlySet<string>): void {
  const twice = visitors.filter(({ document }) => document && taken.has(`${scope} ${document.hash}`));
  if (twice.length > 0) throw orderRefusals.document_has_ticket({ names: twice.flatMap(({ name }) => name ?? []) });
}
