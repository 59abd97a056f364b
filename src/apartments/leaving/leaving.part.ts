import type { FeaturePart } from '../../platform/feature-part.js';
import { DepositSettlement } from './deposit-settlement.entity.js';
import { LeaseNotice } from './lease-notice.entity.js';
import { LeaseObjection } from './lease-objection.entity.js';
import { LeaseOverstay } from './lease-overstay.entity.js';
import { LeaveLease } from './leave-lease.service.js';
import { LeavingController } from './leaving.controller.js';
import { Leaving } from './leaving.queries.js';
import { MovedFrom } from './moved-from.js';
import { ObjectToStaying } from './object-to-staying.service.js';
import { Overstays } from './overstays.js';
import { SettleDeposit } from './settle-deposit.service.js';
import { Successors } from './successors.js';
import { TransferLease } from './transfer-lease.service.js';

export const leaving: FeaturePart = {
  entities: [DepositSettlement, LeaseNotice, LeaseObjection, LeaseOverstay],
  controllers: [LeavingController],
  providers: [LeaveLease, Leaving, MovedFrom, ObjectToStaying, Overstays, SettleDeposit, Successors, TransferLease],
};
