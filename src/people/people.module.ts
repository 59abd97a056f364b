import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AuditEntry } from './audit-entry.entity.js';
import { ChangePassword } from './change-password.service.js';
import { ChangeProfile } from './change-profile.service.js';
import { ChangeStaff } from './change-staff.service.js';
import { ChangeVenue } from './change-venue.service.js';
import { CreateStaff } from './create-staff.service.js';
import { RequestCode } from './request-code.service.js';
import { ResidentsController } from './residents.controller.js';
import { ResidentsQueries } from './residents.queries.js';
import { SignInAsStaff } from './sign-in-as-staff.service.js';
import { SignInByPhone } from './sign-in-by-phone.service.js';
import { SignInController } from './sign-in.controller.js';
import { StaffController } from './staff.controller.js';
import { StaffQueries } from './staff.queries.js';
import { ViewDocument } from './view-document.service.js';
import { Audit } from './audit.js';
import { SignInGuard } from './guard.js';
import { Resident } from './resident.entity.js';
import { IdentityDocuments } from './identity-documents.js';
import { Standings } from './standings.js';
import { RegisterResidents } from './register-residents.service.js';
import { Residents } from './residents.js';
import { SignIn, SignInCode } from './sign-in.entity.js';
import { KnownSignIns } from './known-sign-ins.js';
import { SignIns } from './sign-ins.js';
import { Staff, StaffGrant } from './staff.entity.js';
import { Venue } from './venue.entity.js';

export const peopleEntities: EntityTarget<ObjectLiteral>[] = [
  AuditEntry,
  Resident,
  SignIn,
  SignInCode,
  Staff,
  StaffGrant,
  Venue,
];

@Global()
@Module({
  controllers: [SignInController, ResidentsController, StaffController],
  providers: [
    Audit,
    KnownSignIns,
    SignIns,
    { provide: APP_GUARD, useClass: SignInGuard },
    RequestCode,
    SignInByPhone,
    SignInAsStaff,
    ChangePassword,
    ChangeProfile,
    ViewDocument,
    IdentityDocuments,
    RegisterResidents,
    Residents,
    ResidentsQueries,
    Standings,
    CreateStaff,
    ChangeStaff,
    ChangeVenue,
    StaffQueries,
  ],
  exports: [
    Audit,
    IdentityDocuments,
    RegisterResidents,
    Residents,
    SignIns,
    Standings,
    CreateStaff,
    RequestCode,
    SignInByPhone,
  ],
})
export class PeopleModule {}
