import type { FeaturePart } from '../../platform/feature-part.js';
import { BillRents } from './bill-rents.service.js';
import { ChargeLateFees } from './charge-late-fees.service.js';
import { LateFee } from './late-fee.entity.js';
import { LateFees } from './late-fees.js';
import { LateFeesQueries } from './late-fees.queries.js';
import { RentBill } from './rent-bill.entity.js';
import { RentBillsController } from './rent-bills.controller.js';
import { RentBills } from './rent-bills.js';
import { RentBillsQueries } from './rent-bills.queries.js';
import { RentReminders } from './rent.reminders.js';

export const rents: FeaturePart = {
  entities: [LateFee, RentBill],
  controllers: [RentBillsController],
  providers: [BillRents, ChargeLateFees, LateFees, LateFeesQueries, RentBills, RentBillsQueries, RentReminders],
};
