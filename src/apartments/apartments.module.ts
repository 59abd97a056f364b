import { Module } from '@nestjs/common';
import type { Provider, Type } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AnswerBar } from './bars/answer-bar.service.js';
import { ApartmentBar } from './bars/apartment-bar.entity.js';
import { Bars } from './bars/bars.js';
import { BarsController } from './bars/bars.controller.js';
import { BarsQueries } from './bars/bars.queries.js';
import { Employees } from './employers/employees.service.js';
import { Employer, EmployerNomination, EmployerRepresentative } from './employers/employer.entity.js';
import { EmployersController } from './employers/employers.controller.js';
import { Employers } from './employers/employers.queries.js';
import { EmployerStatements } from './employers/employer-statement.queries.js';
import { KeepEmployers } from './employers/keep-employers.service.js';
import { MyEmployersController } from './employers/my-employers.controller.js';
import { Representatives } from './employers/representatives.js';
import { ChargeLateFees } from './rents/charge-late-fees.service.js';
import { LateFee } from './rents/late-fee.entity.js';
import { LateFees } from './rents/late-fees.js';
import { LateFeesQueries } from './rents/late-fees.queries.js';
import { RentReminders } from './rents/rent.reminders.js';
import { BillRents } from './rents/bill-rents.service.js';
import { ChooseUnit } from './leases/choose-unit.service.js';
import { DepositSettlement } from './leaving/deposit-settlement.entity.js';
import { HandOver } from './leases/hand-over.service.js';
import { KeepContract } from './leases/keep-contract.service.js';
import { LapseLeases } from './leases/lapse-leases.service.js';
import { Lease } from './leases/lease.entity.js';
import { LeaveLease } from './leaving/leave-lease.service.js';
import { LeaseContract } from './leases/lease-contract.entity.js';
import { LeaseContractsController } from './leases/lease-contracts.controller.js';
import { LeaseContracts } from './leases/lease-contracts.queries.js';
import { LeaseMoves } from './leases/lease-moves.js';
import { LeaseNotices } from './leases/lease-notices.js';
import { LeaseNotice } from './leaving/lease-notice.entity.js';
import { LeaseObjection } from './leaving/lease-objection.entity.js';
import { LeaseOverstay } from './leaving/lease-overstay.entity.js';
import { LeaseReminders } from './leases/lease.reminders.js';
import { LeaseRemindersQueries } from './leases/lease-reminders.queries.js';
import { LeaseSigningCode } from './leases/lease-signing-code.entity.js';
import { LeaseTerms } from './leases/lease-terms.js';
import { LeasesController } from './leases/leases.controller.js';
import { Leases } from './leases/leases.queries.js';
import { LeavingController } from './leaving/leaving.controller.js';
import { Leaving } from './leaving/leaving.queries.js';
import { ExportLettingRates } from './lettings/letting-rates.xlsx.js';
import { LettingRatesController } from './lettings/letting-rates.controller.js';
import { LettingRates } from './lettings/letting-rates.queries.js';
import { ObjectToStaying } from './leaving/object-to-staying.service.js';
import { Overstays } from './leaving/overstays.js';
import { Renewal } from './renewals/renewal.entity.js';
import { RenewalBoardQueries } from './renewals/renewal-board.queries.js';
import { Renewals } from './renewals/renewals.js';
import { RenewalsController } from './renewals/renewals.controller.js';
import { GiveRecheck } from './rechecks/give-recheck.service.js';
import { LeaseRecheck, LeaseRecheckItem } from './rechecks/lease-recheck.entity.js';
import { OpenRechecks } from './rechecks/open-rechecks.service.js';
import { RecheckReminders } from './rechecks/recheck.reminders.js';
import { Rechecks } from './rechecks/rechecks.js';
import { RechecksController } from './rechecks/rechecks.controller.js';
import { RechecksQueries } from './rechecks/rechecks.queries.js';
import { ReviewRecheck } from './rechecks/review-recheck.service.js';
import { IdleSpell } from './idle/idle-spell.entity.js';
import { IdleSpellsController } from './idle/idle-spells.controller.js';
import { IdleSpells } from './idle/idle-spells.queries.js';
import { RecordIdle } from './idle/record-idle.service.js';
import { WatchIdle } from './idle/watch-idle.service.js';
import { RentBill } from './rents/rent-bill.entity.js';
import { RentBillsController } from './rents/rent-bills.controller.js';
import { RentBillsQueries } from './rents/rent-bills.queries.js';
import { RentBills } from './rents/rent-bills.js';
import { RenewLease } from './renewals/renew-lease.service.js';
import { SettleDeposit } from './leaving/settle-deposit.service.js';
import { SignLease } from './leases/sign-lease.service.js';
import { Successors } from './leaving/successors.js';
import { TransferLease } from './leaving/transfer-lease.service.js';
import { Tenants } from './leases/tenants.js';
import { UnitsToLet } from './leases/units-to-let.js';
import { ChoosingController } from './choosing/choosing.controller.js';
import { ChoosingRound, ChoosingTurn } from './choosing/choosing.entity.js';
import { ChoosingQueries } from './choosing/choosing.queries.js';
import { ChoosingTurns } from './choosing/choosing-turns.js';
import { RunChoosing } from './choosing/run-choosing.service.js';
import { CoResident, LeasePerson } from './household/co-resident.entity.js';
import { CoResidentsController } from './household/co-residents.controller.js';
import { CoResidentsQueries } from './household/co-residents.queries.js';
import { ContinueLease } from './household/continue-lease.service.js';
import { DeathsController } from './household/deaths.controller.js';
import { Deaths } from './household/deaths.queries.js';
import { LeaseDeath } from './household/lease-death.entity.js';
import { Marriage, Spouse } from './household/marriage.entity.js';
import { MarriagesController } from './household/marriages.controller.js';
import { RecordMarriage } from './household/record-marriage.service.js';
import { Spouses } from './household/spouses.js';
import { RecordDeath } from './household/record-death.service.js';
import { KeepCoResidents } from './household/keep-co-residents.service.js';
import { AnswerInspection } from './inspections/answer-inspection.service.js';
import { ArrangeInspection } from './inspections/arrange-inspection.service.js';
import { DrawUpInspection } from './inspections/draw-up-inspection.service.js';
import { LeaseInspection, LeaseInspectionItem, LeaseInspectionPhoto } from './inspections/inspection.entity.js';
import { Inspections } from './inspections/inspections.js';
import { InspectionsController } from './inspections/inspections.controller.js';
import { InspectionsQueries } from './inspections/inspections.queries.js';
import { KeepInspectionPhotos } from './inspections/keep-inspection-photos.service.js';
import { MyInspectionsController } from './inspections/my-inspections.controller.js';
import { SealedPhotos } from './photos/sealed-photos.js';
import { HandleRepair } from './repairs/handle-repair.service.js';
import { KeepRepairPhotos } from './repairs/keep-repair-photos.service.js';
import { MyRepairsController } from './repairs/my-repairs.controller.js';
import { Repair, RepairPhoto } from './repairs/repair.entity.js';
import { RepairsController } from './repairs/repairs.controller.js';
import { Repairs } from './repairs/repairs.js';
import { RepairsQueries } from './repairs/repairs.queries.js';
import { ReportRepair } from './repairs/report-repair.service.js';
import { BookViewing } from './viewings/book-viewing.service.js';
import { CloseViewings } from './viewings/close-viewings.service.js';
import { MarkViewing } from './viewings/mark-viewing.service.js';
import { MyViewingsController } from './viewings/my-viewings.controller.js';
import { SetViewingTimes } from './viewings/set-viewing-times.service.js';
import { ViewingListener } from './viewings/viewing-listener.js';
import { ViewingNotices } from './viewings/viewing-notices.js';
import { Viewing, ViewingTime } from './viewings/viewing.entity.js';
import { ViewingReminders } from './viewings/viewing.reminders.js';
import { ViewingsController } from './viewings/viewings.controller.js';
import { ViewingsQueries } from './viewings/viewings.queries.js';
import { Building } from './inventory/building.entity.js';
import { BuildingsController } from './inventory/buildings.controller.js';
import { EditOutages } from './inventory/edit-outages.service.js';
import { EditUnits } from './inventory/edit-units.service.js';
import { ImportUnitList } from './inventory/import-unit-list.service.js';
import { ExportUnitList } from './inventory/unit-list.xlsx.js';
import { UnitOutage } from './inventory/unit-outage.entity.js';
import { Unit } from './inventory/unit.entity.js';
import { KeepUnitPhotos } from './inventory/keep-unit-photos.service.js';
import { UnitPhoto } from './inventory/unit-photo.entity.js';
import { UnitPhotosController } from './inventory/unit-photos.controller.js';
import { UnitsController } from './inventory/units.controller.js';
import { UnitsQueries } from './inventory/units.queries.js';
import { DraftPolicy } from './policy/draft-policy.service.js';
import { Policies } from './policy/policies.js';
import { PoliciesController } from './policy/policies.controller.js';
import { PoliciesQueries } from './policy/policies.queries.js';
import { ApartmentPolicy } from './policy/policy.entity.js';
import { PreviewRents } from './policy/preview-rents.service.js';
import { PublishPolicy } from './policy/publish-policy.service.js';
import { ApartmentApplication } from './applications/apartment-application.entity.js';
import { ApplicationCondition, ApplicationDocument } from './applications/application-condition.entity.js';
import { ApplicationNotices } from './applications/application-notices.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { Applications } from './applications/applications.js';
import { ApplicationsQueries } from './applications/applications.queries.js';
import { DecideApplication } from './applications/decide-application.service.js';
import { ExpireApplications } from './applications/expire-applications.service.js';
import { GiveCondition } from './applications/give-condition.service.js';
import { KeepDocuments } from './applications/keep-documents.service.js';
import { MyApplicationsController } from './applications/my-applications.controller.js';
import { MyApplications } from './applications/my-applications.queries.js';
import { Proofs } from './applications/proofs.js';
import { ReadDocument } from './applications/read-document.service.js';
import { ReviewApplication } from './applications/review-application.service.js';
import { StartApplication } from './applications/start-application.service.js';
import { SubmitApplication } from './applications/submit-application.service.js';
import { LeaseListController } from './takeover/lease-list.controller.js';
import { LeasesInTheWay } from './takeover/leases-in-the-way.js';
import { ListedTenants } from './takeover/listed-tenants.js';
import { TakeOverLeases } from './takeover/take-over-leases.service.js';
import { WriteTakenOver } from './takeover/write-taken-over.js';

export const apartmentsEntities: EntityTarget<ObjectLiteral>[] = [
  ApartmentApplication,
  ApartmentBar,
  ApartmentPolicy,
  ApplicationCondition,
  ApplicationDocument,
  Building,
  CoResident,
  LateFee,
  LeaseDeath,
  Marriage,
  Spouse,
  LeasePerson,
  DepositSettlement,
  Employer,
  EmployerNomination,
  EmployerRepresentative,
  ChoosingRound,
  ChoosingTurn,
  Lease,
  LeaseInspection,
  LeaseInspectionItem,
  LeaseInspectionPhoto,
  LeaseNotice,
  LeaseObjection,
  LeaseOverstay,
  LeaseContract,
  LeaseSigningCode,
  IdleSpell,
  LeaseRecheck,
  LeaseRecheckItem,
  Renewal,
  RentBill,
  Repair,
  RepairPhoto,
  Unit,
  UnitOutage,
  UnitPhoto,
  Viewing,
  ViewingTime,
];

const controllers: Type[] = [
  CoResidentsController,
  DeathsController,
  MarriagesController,
  LeaseContractsController,
  LeaseListController,
  LeasesController,
  InspectionsController,
  LeavingController,
  LettingRatesController,
  IdleSpellsController,
  RechecksController,
  RenewalsController,
  RentBillsController,
  ApplicationsController,
  BarsController,
  BuildingsController,
  ChoosingController,
  EmployersController,
  MyEmployersController,
  MyApplicationsController,
  MyInspectionsController,
  MyRepairsController,
  PoliciesController,
  RepairsController,
  UnitPhotosController,
  UnitsController,
  MyViewingsController,
  ViewingsController,
];

const inventory: Provider[] = [EditOutages, EditUnits, ExportUnitList, ImportUnitList, KeepUnitPhotos, UnitsQueries];
const policies: Provider[] = [DraftPolicy, Policies, PoliciesQueries, PreviewRents, PublishPolicy];
const applications: Provider[] = [
  AnswerBar,
  Bars,
  BarsQueries,
  ApplicationNotices,
  Applications,
  ApplicationsQueries,
  DecideApplication,
  ExpireApplications,
  GiveCondition,
  KeepDocuments,
  MyApplications,
  Proofs,
  ReadDocument,
  ReviewApplication,
  StartApplication,
  SubmitApplication,
];
const rechecks: Provider[] = [GiveRecheck, OpenRechecks, RecheckReminders, Rechecks, RechecksQueries, ReviewRecheck];
const idle: Provider[] = [IdleSpells, RecordIdle, WatchIdle];
const rentBills: Provider[] = [
  BillRents,
  ChargeLateFees,
  LateFees,
  LateFeesQueries,
  RentBills,
  RentBillsQueries,
  RentReminders,
];
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
  LeaseNotices,
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
  Tenants,
  UnitsToLet,
];
const leaving: Provider[] = [LeaveLease, Leaving, ObjectToStaying, Overstays, SettleDeposit, Successors, TransferLease];
const households: Provider[] = [
  CoResidentsQueries,
  ContinueLease,
  Deaths,
  KeepCoResidents,
  RecordDeath,
  RecordMarriage,
  Spouses,
];

const employers: Provider[] = [Employees, Employers, EmployerStatements, KeepEmployers, Representatives];
const takeover: Provider[] = [LeasesInTheWay, ListedTenants, TakeOverLeases, WriteTakenOver];
const inspections: Provider[] = [
  AnswerInspection,
  ArrangeInspection,
  DrawUpInspection,
  Inspections,
  InspectionsQueries,
  KeepInspectionPhotos,
  SealedPhotos,
];
const repairs: Provider[] = [HandleRepair, KeepRepairPhotos, Repairs, RepairsQueries, ReportRepair];
const viewings: Provider[] = [
  BookViewing,
  CloseViewings,
  MarkViewing,
  SetViewingTimes,
  ViewingListener,
  ViewingNotices,
  ViewingReminders,
  ViewingsQueries,
];

/** The talent apartments: units, who may have one, leases from the hold to the last key, rents, repairs, viewings. */
@Module({
  controllers,
  providers: [
    ...inventory,
    ...policies,
    ...applications,
    ...leases,
    ...rechecks,
    ...idle,
    ...rentBills,
    ...leaving,
    ...households,
    ...employers,
    ...takeover,
    ...inspections,
    ...repairs,
    ...viewings,
  ],
})
export class ApartmentsModule {}
