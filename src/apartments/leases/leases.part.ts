import type { FeaturePart } from '../../platform/feature-part.js';
import { ChooseUnit } from './choose-unit.service.js';
import { HandOver } from './hand-over.service.js';
import { KeepContract } from './keep-contract.service.js';
import { LapseLeases } from './lapse-leases.service.js';
import { LeaseContract } from './lease-contract.entity.js';
import { LeaseContractsController } from './lease-contracts.controller.js';
import { LeaseContracts } from './lease-contracts.queries.js';
import { LeaseMoves } from './lease-moves.js';
import { LeaseNotices } from './lease-notices.js';
import { LeaseRemindersQueries } from './lease-reminders.queries.js';
import { LeaseSigningCode } from './lease-signing-code.entity.js';
import { LeaseTerms } from './lease-terms.js';
import { Lease } from './lease.entity.js';
import { LeaseReminders } from './lease.reminders.js';
import { LeasesController } from './leases.controller.js';
import { Leases } from './leases.queries.js';
import { SignLease } from './sign-lease.service.js';
import { Tenants } from './tenants.js';
import { UnitsToLet } from './units-to-let.js';

export const leases: FeaturePart = {
  entities: [Lease, LeaseContract, LeaseSigningCode],
  controllers: [LeaseContractsController, LeasesController],
  providers: [
    ChooseUnit,
    HandOver,
    KeepContract,
    LapseLeases,
    LeaseContracts,
    LeaseMoves,
    LeaseNotices,
    LeaseReminders,
    LeaseRemindersQueries,
    LeaseTerms,
    Leases,
    SignLease,
    Tenants,
    UnitsToLet,
  ],
};
