import { Global, Module } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Charge, ChargeEntry } from './charge.entity.js';
import { ChargeListeners } from './charge-listeners.js';
import { ChargesController } from './charges.controller.js';
import { Charges } from './charges.js';
import { ChargesQueries } from './charges.queries.js';
import { RecordMoney } from './record-money.service.js';

export const paymentsEntities: EntityTarget<ObjectLiteral>[] = [Charge, ChargeEntry];

/** What is owed, by whom, for what, and what was done about it. */
@Global()
@Module({
  controllers: [ChargesController],
  providers: [Charges, ChargeListeners, ChargesQueries, RecordMoney],
  exports: [Charges, ChargeListeners, RecordMoney],
})
export class PaymentsModule {}
