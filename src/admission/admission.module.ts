import { Global, Module } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AbsenceMarks } from './absences/absence-marks.js';
import { AbsenceAppeal, AbsenceExcusal, AbsenceMark } from './absences/absence-mark.entity.js';
import { AbsenceNotices } from './absences/absence-notices.js';
import { AbsencePoliciesController } from './absences/absence-policies.controller.js';
import { AbsencePoliciesQueries } from './absences/absence-policies.queries.js';
import { AbsencePolicy } from './absences/absence-policy.entity.js';
import { AbsenceReminders } from './absences/absence-reminders.js';
import { Absences } from './absences/absences.js';
import { AbsencesController } from './absences/absences.controller.js';
import { AbsencesQueries } from './absences/absences.queries.js';
import { AbsenceStandings } from './absences/absence-standings.js';
import { EditAbsencePolicy } from './absences/edit-absence-policy.service.js';
import { JudgeAbsence } from './absences/judge-absence.service.js';
import { KnownAbsencePolicies } from './absences/known-absence-policies.js';
import { AdmissionEngine } from './admission-engine.js';
import { AdmissionListeners } from './admission-listeners.js';
import { Admission } from './admission.js';
import { AdmitRequests } from './admit-requests.service.js';
import { Booking } from './booking.entity.js';
import { Bookings } from './bookings.js';
import { LapseBookings } from './lapse-bookings.service.js';
import { ChangeBooking } from './change-booking.service.js';
import { CallPeople } from './openings/call-people.service.js';
import { Calling } from './openings/calling.js';
import { KnownOpenings } from './openings/known-openings.js';
import { OpeningCount } from './openings/opening-count.entity.js';
import { OpeningCounts } from './openings/opening-counts.js';
import { OpeningGate } from './openings/opening-gate.js';
import { OpeningTicket } from './openings/opening-ticket.entity.js';
import { Opening } from './openings/opening.entity.js';
import { OpeningsController } from './openings/openings.controller.js';
import { Openings } from './openings/openings.js';
import { OpeningsQueries } from './openings/openings.queries.js';
import { ReadTurn } from './openings/read-turn.service.js';
import { RunOpening } from './openings/run-opening.service.js';
import { TakeTicket } from './openings/take-ticket.service.js';
import { Tickets } from './openings/tickets.js';
import { Pool } from './pool.entity.js';
import { Pools } from './pools.js';
import { RequestFacts } from './request-facts.js';
import { SoldOut } from './sold-out.js';
import { WaitingLine } from './waiting-line.js';
import { WriteBookings } from './write-bookings.js';

export const admissionEntities: EntityTarget<ObjectLiteral>[] = [
  ...[Pool, Booking, Opening, OpeningTicket, OpeningCount],
  ...[AbsencePolicy, AbsenceMark, AbsenceExcusal, AbsenceAppeal],
];

const absences = [
  AbsenceMarks,
  AbsenceNotices,
  AbsencePoliciesQueries,
  AbsenceReminders,
  Absences,
  AbsencesQueries,
  AbsenceStandings,
  EditAbsencePolicy,
  JudgeAbsence,
  KnownAbsencePolicies,
];

const openings = [
  CallPeople,
  Calling,
  KnownOpenings,
  OpeningCounts,
  OpeningGate,
  Openings,
  OpeningsQueries,
  ReadTurn,
  RunOpening,
  TakeTicket,
  Tickets,
];

/** How scarce places are given out. */
@Global()
@Module({
  controllers: [AbsencePoliciesController, AbsencesController, OpeningsController],
  providers: [
    ...absences,
    ...openings,
    Admission,
    AdmissionEngine,
    AdmissionListeners,
    AdmitRequests,
    Bookings,
    ChangeBooking,
    LapseBookings,
    Pools,
    RequestFacts,
    SoldOut,
    WaitingLine,
    WriteBookings,
  ],
  exports: [AbsenceReminders, Absences, Admission, AdmissionListeners, ChangeBooking, Openings, Pools],
})
export class AdmissionModule {}
