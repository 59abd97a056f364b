import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IdentityDocuments, Standings } from '../../people/index.js';
import type { ReadDocument } from '../../people/index.js';
import type { ProgrammeItem } from '../programme/programme-item.entity.js';
import { isChild, priceOf } from '../programme/prices.rules.js';
import type { Slot } from '../programme/slot.entity.js';
import type { Visitor } from './order-details.js';
import { orderRefusals } from './order.errors.js';
import type { VisitorInput } from './orders.contract.js';
import { assertDifferentPeople, assertFewChildren, assertNamed, assertPriceClassesFit } from './visitors.rules.js';

type Named = VisitorInput & { readonly zone?: string | null };

/** Reads who is to come: papers, ages, price classes. What others have booked is looked at later, under the locks. */
@Injectable()
export class ReadVisitors {
  constructor(
    private readonly source: DataSource,
    private readonly documents: IdentityDocuments,
    private readonly standings: Standings,
  ) {}

  async run(
    residentId: string,
    item: ProgrammeItem,
    { day }: Pick<Slot, 'day'>,
    named: readonly Named[],
  ): Promise<Visitor[]> {
    const visitors = named.map(({ name = null, document, priceClass, zone = null }, index) => {
      if (priceClass !== 'adult' && item.classPercents[priceClass] === undefined) {
        throw orderRefusals.price_class_not_sold({ priceClass });
      }
      const read = document ? this.read(document, index + 1) : null;
      const isYoung = isChild(read?.birthOn ?? null, day, item.rules);
      return { name, document: read, priceClass, feeFen: priceOf(item, { zone, priceClass }), isChild: isYoung };
    });
    const facts = visitors.map(({ name, document, priceClass }) => {
      return { name, documentHash: document?.hash ?? null, birthOn: document?.birthOn ?? null, priceClass };
    });
    assertNamed(facts, item.rules);
    assertDifferentPeople(facts);
    assertFewChildren(visitors.filter((visitor) => visitor.isChild).length, item.rules);
    const has = (standing: 'tenant' | 'learner') =>
      facts.some(({ priceClass }) => priceClass === standing) &&
      this.standings.has(this.source.manager, standing, residentId, day);
    const account = { isTenant: await has('tenant'), isLearner: await has('learner') };
    assertPriceClassesFit(facts, day, item.rules, account);
    return visitors;
  }

  private read({ type, number }: NonNullable<VisitorInput['document']>, visitor: number): ReadDocument {
    const read = this.documents.readInList(type, number);
    if ('value' in read) return read.value;
    throw orderRefusals.document_not_valid({ visitor, why: read.wrong.zh, whyEn: read.wrong.en });
  }
}
