import { Module } from '@nestjs/common';
import type { Provider, Type } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { BillRents } from './bill-rents.service.js';
import { ChooseUnit } from './choose-unit.service.js';
import { DepositSettlement } from './deposit-settlement.entity.js';
import { HandOver } from './hand-over.service.js';
import { KeepContract } from './keep-contract.service.js';
import { LapseLeases } from './lapse-leases.service.js';
import { Lease } from './lease.entity.js';
import { LeaveLease } from './leave-lease.service.js';
import { LeaseContract } from './lease-contract.entity.js';
import { LeaseContractsController } from './lease-contracts.controller.js';
import { LeaseContracts } from './lease-contracts.queries.js';
import { LeaseMoves } from './lease-moves.js';
import { LeaseNotice } from './lease-notice.entity.js';
import { LeaseObjection } from './lease-objection.entity.js';
import { LeaseOverstay } from './lease-overstay.entity.js';
import { LeaseReminders } from './lease.reminders.js';
import { LeaseRemindersQueries } from './lease-reminders.queries.js';
import { LeaseSigningCode } from './lease-signing-code.entity.js';
import { LeaseTerms } from './lease-terms.js';
import { LeasesController } from './leases.controller.js';
import { Leases } from './leases.queries.js';
import { LeavingController } from './leaving.controller.js';
import { Leaving } from './leaving.queries.js';
import { ExportLettingRates } from './letting-rates.xlsx.js';
import { LettingRatesController } from './letting-rates.controller.js';
import { LettingRates } from './letting-rates.queries.js';
import { ObjectToStaying } from './object-to-staying.service.js';
import { Overstays } from './overstays.js';
import { Renewal } from './renewal.entity.js';
import { RenewalBoardQueries } from './renewal-board.queries.js';
import { Renewals } from './renewals.js';
import { RenewalsController } from './renewals.controller.js';
import { RentBill } from './rent-bill.entity.js';
import { RentBillsController } from './rent-bills.controller.js';
import { RentBillsQueries } from './rent-bills.queries.js';
import { RentBills } from './rent-bills.js';
import { RenewLease } from './renew-lease.service.js';
import { SettleDeposit } from './settle-deposit.service.js';
import { SignLease } from './sign-lease.service.js';
import { Successors } from './successors.js';
import { TransferLease } from './transfer-lease.service.js';
import { UnitsToLet } from './units-to-let.js';
import { ChoosingController } from './choosing.controller.js';
import { ChoosingRound, ChoosingTurn } from './choosing.entity.js';
import { ChoosingQueries } from './choosing.queries.js';
import { ChoosingTurns } from './choosing-turns.js';
import { RunChoosing } from './run-choosing.service.js';
import { HandleRepair } from './handle-repair.service.js';
import { KeepRepairPhotos } from './keep-repair-photos.service.js';
import { MyRepairsController } from './my-repairs.controller.js';
import { Repair, RepairPhoto } from './repair.entity.js';
import { RepairsController } from './repairs.controller.js';
import { Repairs } from './repairs.js';
import { RepairsQueries } from './repairs.queries.js';
import { ReportRepair } from './report-repair.service.js';
import { Building } from './building.entity.js';
import { BuildingsController } from './buildings.controller.js';
import { EditOutages } from './edit-outages.service.js';
import { EditUnits } from './edit-units.service.js';
import { ImportUnitList } from './import-unit-list.service.js';
import { ExportUnitList } from './unit-list.xlsx.js';
import { UnitOutage } from './unit-outage.entity.js';
import { Unit } from './unit.entity.js';
import { UnitsController } from './units.controller.js';
import { UnitsQueries } from './units.queries.js';
import { DraftPolicy } from './draft-policy.service.js';
import { Policies } from './policies.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesQueries } from './policies.queries.js';
import { ApartmentPolicy } from './policy.entity.js';
import { PreviewRents } from './preview-rents.service.js';
import { PublishPolicy } from './publish-policy.service.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { ApplicationCondition, ApplicationDocument } from './application-condition.entity.js';
import { ApplicationNotices } from './application-notices.js';
import { ApplicationsController } from './applications.controller.js';
import { Applications } from './applications.js';
import { ApplicationsQueries } from './applications.queries.js';
import { DecideApplication } from './decide-application.service.js';
import { ExpireApplications } from './expire-applications.service.js';
import { GiveCondition } from './give-condition.service.js';
import { KeepDocuments } from './keep-documents.service.js';
import { MyApplicationsController } from './my-applications.controller.js';
import { MyApplications } from './my-applications.queries.js';
import { ReadDocument } from './read-document.service.js';
import { ReviewApplication } from './review-application.service.js';
import { StartApplication } from './start-application.service.js';
import { SubmitApplication } from './submit-application.service.js';

export const apartmentsEntities: EntityTarget<ObjectLiteral>[] = [
  ApartmentApplication,
  ApartmentPolicy,
  ApplicationCondition,
  ApplicationDocument,
  Building,
  DepositSettlement,
  ChoosingRound,
  ChoosingTurn,
  Lease,
  LeaseNotice,
  LeaseObjection,
  LeaseOverstay,
  LeaseContract,
  LeaseSigningCode,
  Renewal,
  RentBill,
  Repair,
  RepairPhoto,
  Unit,
  UnitOutage,
];

const controllers: Type[] = [
  LeaseContractsController,
  LeasesController,
  LeavingController,
  LettingRatesController,
  RenewalsController,
  RentBillsController,
  ApplicationsController,
  BuildingsController,
  ChoosingController,
  MyApplicationsController,
  MyRepairsController,
  PoliciesController,
  RepairsController,
  UnitsController,
];

const inventory: Provider[] = [EditOutages, EditUnits, ExportUnitList, ImportUnitList, UnitsQueries];
const policies: Provider[] = [DraftPolicy, Policies, PoliciesQueries, PreviewRents, PublishPolicy];
const applications: Provider[] = [
  ApplicationNotices,
  Applications,
  ApplicationsQueries,
  DecideApplication,
  ExpireApplications,
  GiveCondition,
  KeepDocuments,
  MyApplications,
  ReadDocument,
  ReviewApplication,
  StartApplication,
  SubmitApplication,
];
const rentBills: Provider[] = [BillRents, RentBills, RentBillsQueries];
const leases: Provider[] = [
  ChooseUnit,
  ChoosingQueries,
  ChoosingTurns,
  ExportLettingRates,
  HandOver,
  KeepContract,
  LapseLeases,
  LeaseContracts,
  LeaseMoves,
  LeaseReminders,
  LeaseRemindersQueries,
  LeaseTerms,
  Leases,
  LettingRates,
  RenewalBoardQueries,
  Renewals,
  RenewLease,
  RunChoosing,
  SignLease,
  UnitsToLet,
];
const leaving: Provider[] = [LeaveLease, Leaving, ObjectToStaying, Overstays, SettleDeposit, Successors, TransferLease];

const repairs: Provider[] = [HandleRepair, KeepRepairPhotos, Repairs, RepairsQueries, ReportRepair];

/** The talent apartments: units, who may have one, leases from the hold to the last key, rents, repairs. */
@Module({
  controllers,
  providers: [...inventory, ...policies, ...applications, ...leases, ...rentBills, ...leaving, ...repairs],
})
export class ApartmentsModule {}
