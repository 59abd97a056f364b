import { Learners } from './learners.js';
import { Module } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Attendance } from './attendance.entity.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarDay, CalendarYear } from './calendar-day.entity.js';
import { CancelClass } from './cancel-class.service.js';
import { ChangeClass } from './change-class.service.js';
import { ClassesController } from './classes.controller.js';
import { ClassesQueries } from './classes.queries.js';
import { ClassSession } from './class-session.entity.js';
import { EditCalendar } from './edit-calendar.service.js';
import { EditRegister } from './edit-register.service.js';
import { ExcuseSession } from './excuse-session.service.js';
import { ExportCourseList } from './course-list.xlsx.js';
import { HouseCalendars } from './house-calendar.js';
import { ImportCourseList } from './import-course-list.service.js';
import { MoveSession } from './move-session.service.js';
import { PlanTerm } from './plan-term.service.js';
import { PublishClasses } from './publish-classes.service.js';
import { RecordAttendance } from './record-attendance.service.js';
import { RegisterController } from './register.controller.js';
import { RosterQueries } from './roster.queries.js';
import { ExportRoster } from './roster.xlsx.js';
import { SchoolClass } from './class.entity.js';
import { SchoolClasses } from './school-classes.js';
import { Course, Room, Teacher } from './school-register.entity.js';
import { SessionClashes } from './session-clashes.js';
import { Term } from './term.entity.js';
import { TermsController } from './terms.controller.js';
import { TermsQueries } from './terms.queries.js';
import { WriteClass } from './write-class.js';
import { AnswerOffer } from './answer-offer.service.js';
import { AskForLeave } from './ask-for-leave.service.js';
import { CalendarAddress } from './calendar-address.service.js';
import { CalendarFeedController } from './calendar-feed.controller.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { CalendarFeeds } from './calendar-feed.queries.js';
import { CatalogueController } from './catalogue.controller.js';
import { Catalogue } from './catalogue.queries.js';
import { ClassAbsences } from './class-absences.js';
import { ClassNotices } from './class-notices.js';
import { ClassReminders } from './class.reminders.js';
import { EnrolInClass } from './enrol-in-class.service.js';
import { EnrolmentNotices } from './enrolment-notices.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { Enrolments } from './enrolments.queries.js';
import { PreviewRefund } from './preview-refund.service.js';
import { Refunds } from './refunds.js';
import { TimetableController } from './timetable.controller.js';
import { Timetable } from './timetable.queries.js';
import { Tonight } from './tonight.queries.js';
import { WithdrawFromClass } from './withdraw-from-class.service.js';

export const eveningSchoolEntities: EntityTarget<ObjectLiteral>[] = [
  Attendance,
  CalendarDay,
  CalendarFeed,
  CalendarYear,
  ClassSession,
  Course,
  Room,
  SchoolClass,
  Teacher,
  Term,
];

const forStaff = [
  CancelClass,
  ChangeClass,
  ClassAbsences,
  ClassesQueries,
  EditCalendar,
  EditRegister,
  ExcuseSession,
  ExportCourseList,
  ExportRoster,
  HouseCalendars,
  ImportCourseList,
  MoveSession,
  PlanTerm,
  PublishClasses,
  RecordAttendance,
  RosterQueries,
  SchoolClasses,
  SessionClashes,
  TermsQueries,
  WriteClass,
];

const forResidents = [
  Learners,
  AnswerOffer,
  AskForLeave,
  CalendarAddress,
  CalendarFeeds,
  Catalogue,
  ClassNotices,
  ClassReminders,
  EnrolInClass,
  EnrolmentNotices,
  Enrolments,
  PreviewRefund,
  Refunds,
  Timetable,
  Tonight,
  WithdrawFromClass,
];

@Module({
  controllers: [
    CalendarController,
    TermsController,
    ClassesController,
    RegisterController,
    CatalogueController,
    EnrolmentsController,
    TimetableController,
    CalendarFeedController,
  ],
  providers: [...forStaff, ...forResidents],
  exports: [Catalogue, ImportCourseList, PlanTerm, PublishClasses, EnrolInClass, Tonight],
})
export class EveningSchoolModule {}
