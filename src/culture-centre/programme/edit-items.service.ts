import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Temporal } from '../../kernel/time.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Hall } from '../halls/hall.entity.js';
import { usualRules } from './item-rules.contract.js';
import { usualPercents } from './prices.rules.js';
import { ProgrammeItem } from './programme-item.entity.js';
import type { ItemChange, ItemInput, ItemView } from './programme.contract.js';
import { programmeRefusals } from './programme.errors.js';
import { Programme } from './programme.js';
import { ProgrammeQueries } from './programme.queries.js';
import { ReplanSlots } from './replan-slots.js';

/** Staff add and change exhibitions and performances; what is published goes on with its bookings. */
@Injectable()
export class EditItems {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly programme: Programme,
    private readonly replan: ReplanSlots,
    private readonly queries: ProgrammeQueries,
    private readonly audit: Audit,
  ) {}

  add(actor: Actor, input: ItemInput, once: OnceRequest | undefined): Promise<ItemView> {
    return this.idempotency.once(once, async (tx) => {
      const id = await this.write(tx, actor, input);
      return this.queries.one(actor, id, tx);
    });
  }

  /** The draft in the transaction given; the import adds its rows with it. */
  async write(tx: Tx, actor: Actor, input: ItemInput): Promise<string> {
    const venueId = await this.venueOf(tx, actor, input.hallId);
    const item = { id: newId(), venueId, ...toItem(input), publishedAt: null };
    this.assertWhole(tx.create(ProgrammeItem, item));
    await tx.insert(ProgrammeItem, item);
    await this.audit.record(tx, actor, { action: 'programme_item.added', subjectId: item.id, facts: { ...input } });
    return item.id;
  }

  change(actor: Actor, id: string, change: ItemChange): Promise<ItemView> {
    return this.transactions.run(async (tx) => {
      const before = await this.programme.locked(tx, actor, id);
      if (before.state === 'cancelled') throw programmeRefusals.cancelled();
      if (before.state === 'published') assertMayChangePublished(before, change);
      const item = tx.create(ProgrammeItem, { ...before, ...(await this.read(tx, actor, before, change)) });
      this.assertWhole(item);
      await tx.save(ProgrammeItem, item);
      if (item.state === 'published') await this.replan.run(tx, actor, before, item);
      await this.audit.record(tx, actor, { action: 'programme_item.changed', subjectId: id, facts: { ...change } });
      return this.queries.one(actor, id, tx);
    });
  }

  /** Only a draft, which nobody has seen. */
  remove(actor: Actor, id: string): Promise<ItemView> {
    return this.transactions.run(async (tx) => {
      const item = await this.programme.locked(tx, actor, id);
      if (item.state !== 'draft') throw programmeRefusals.not_removable();
      const removed = await this.queries.one(actor, id, tx);
      await tx.delete(ProgrammeItem, { id });
      const facts = { title: item.title };
      await this.audit.record(tx, actor, { action: 'programme_item.removed', subjectId: id, facts });
      return removed;
    });
  }

  /** An item is at the venue of its hall; whoever puts it there may edit the programme of that venue too. */
  private async venueOf(tx: Tx, actor: Actor, hallId: string): Promise<string> {
    const hall = await tx.findOneBy(Hall, { id: hallId });
    if (!hall) throw requestRefusals.not_found();
    assertMayAt(actor, 'programme.edit', hall.venueId);
    return hall.venueId;
  }

  private async read(tx: Tx, actor: Actor, before: ProgrammeItem, change: ItemChange): Promise<Partial<ProgrammeItem>> {
    const { startsOn, endsOn, rules, ...plain } = change;
    return {
      ...plain,
      ...(change.hallId === undefined ? {} : { venueId: await this.venueOf(tx, actor, change.hallId) }),
      ...(startsOn === undefined ? {} : { startsOn: Temporal.PlainDate.from(startsOn) }),
      ...(endsOn === undefined ? {} : { endsOn: Temporal.PlainDate.from(endsOn) }),
      ...(rules === undefined ? {} : { rules: { ...before.rules, ...rules } }),
    };
  }

  private assertWhole(item: ProgrammeItem): void {
    if ((item.kind === 'exhibition') !== (item.entry === 'timed')) throw programmeRefusals.entry_does_not_fit();
    if (Temporal.PlainDate.compare(item.startsOn, item.endsOn) > 0) throw programmeRefusals.dates_out_of_order();
    this.programme.slotsOf(item);
  }
}

function toItem(input: ItemInput) {
  const { rules, classPercents, startsOn, endsOn, ...plain } = input;
  return {
    ...plain,
    startsOn: Temporal.PlainDate.from(startsOn),
    endsOn: Temporal.PlainDate.from(endsOn),
    classPercents: classPercents ?? usualPercents,
    rules: { ...usualRules(input.entry), ...rules },
    state: 'draft' as const,
  };
}

/** Somebody has booked by these: they stay as they were published. */
function assertMayChangePublished(item: ProgrammeItem, change: ItemChange): void {
  const fixed = ['priceFen', 'zonePrices', 'classPercents', 'hallId'] as const;
  const isChanged = fixed.some(
    (field) => field in change && JSON.stringify(change[field]) !== JSON.stringify(item[field]),
  );
  if (isChanged || (item.entry === 'numbered' && change.places !== undefined && change.places !== item.places)) {
    throw programmeRefusals.not_a_draft();
  }
}
