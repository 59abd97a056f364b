import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import { Changes } from '../platform/database/changes.js';
import { Transactions } from '../platform/database/transactions.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { Answers, Creates } from '../platform/http/route.js';
import type { Actor, StaffActor } from './actor.js';
import { ChangePassword } from './change-password.service.js';
import { ChangeStaff } from './change-staff.service.js';
import { ChangeVenue } from './change-venue.service.js';
import { CreateStaff } from './create-staff.service.js';
import { Caller, Needs } from './guard.js';
import { signedOutView } from './sign-in.contract.js';
import * as contract from './staff.contract.js';
import type {
  AuditPage,
  AuditQuery,
  NewPasswordView,
  NewStaff,
  PasswordChange,
  SecondFactorView,
  StaffChange,
  StaffCreatedView,
  StaffPage,
  StaffQuery,
  StaffView,
  VenueChange,
  VenueInput,
  VenueList,
  VenueView,
} from './staff.contract.js';
import { StaffQueries } from './staff.queries.js';

@ApiTags('staff')
@Controller()
export class StaffController {
  constructor(
    private readonly queries: StaffQueries,
    private readonly createStaff: CreateStaff,
    private readonly changeStaff: ChangeStaff,
    private readonly changeVenue: ChangeVenue,
    private readonly changePassword: ChangePassword,
    private readonly changes: Changes,
    private readonly transactions: Transactions,
  ) {}

  @Get('staff')
  @Needs('staff.manage')
  @Answers(contract.staffPage)
  @ApiOperation({ summary: 'Members of staff' })
  list(@Query({ schema: contract.staffQuery }) query: StaffQuery): Promise<StaffPage> {
    return this.queries.page(query);
  }

  @Post('staff')
  @Needs('staff.manage')
  @Answers(contract.staffCreatedView, 201)
  @ApiOperation({ summary: 'Add a member of staff; password and second factor are shown this once' })
  create(@Caller() actor: Actor, @Body({ schema: contract.newStaff }) body: NewStaff): Promise<StaffCreatedView> {
    return this.transactions.run((tx) => this.createStaff.run(tx, actor, body));
  }

  @Patch('staff/:id')
  @Needs('staff.manage')
  @Answers(contract.staffView)
  @ApiOperation({ summary: 'Change roles, or disable' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: contract.staffChange }) body: StaffChange,
  ): Promise<StaffView> {
    return this.changeStaff.run(actor, id, body);
  }

  @Post('staff/:id/second-factor')
  @Needs('staff.manage')
  @Answers(contract.secondFactorView)
  @ApiOperation({ summary: 'Give a new second factor; the old one and all sign-ins end' })
  renewSecondFactor(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
  ): Promise<SecondFactorView> {
    return this.changeStaff.renewSecondFactor(actor, id);
  }

  @Post('staff/:id/password')
  @Needs('staff.manage')
  @Answers(contract.newPasswordView)
  @ApiOperation({ summary: 'Give a new password; the old one and all sign-ins end' })
  renewPassword(@Caller() actor: Actor, @Param({ schema: byId }) { id }: { id: string }): Promise<NewPasswordView> {
    return this.changePassword.renew(actor, id);
  }

  @Post('me/password')
  @Needs('password.own')
  @Answers(signedOutView)
  @ApiOperation({ summary: 'Change my password; sign in anew with it' })
  async changeOwnPassword(
    @Caller() actor: Actor,
    @Body({ schema: contract.passwordChange }) body: PasswordChange,
  ): Promise<{ ended: number }> {
    const done = await this.changePassword.own(actor as StaffActor, body);
    await this.changes.heard();
    return done;
  }

  @Get('venues')
  @Needs('venues.read')
  @Answers(contract.venueList)
  @ApiOperation({ summary: 'The sites of the house' })
  venues(): Promise<VenueList> {
    return this.queries.venues();
  }

  @Post('venues')
  @Needs('venues.manage')
  @Creates()
  @Answers(contract.venueView, 201)
  @ApiOperation({ summary: 'Add a site' })
  addVenue(
    @Caller() actor: Actor,
    @Body({ schema: contract.venueInput }) body: VenueInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<VenueView> {
    return this.changeVenue.add(actor, body, once);
  }

  @Patch('venues/:id')
  @Needs('venues.manage')
  @Answers(contract.venueView)
  @ApiOperation({ summary: 'Correct a site' })
  correctVenue(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: contract.venueChange }) body: VenueChange,
  ): Promise<VenueView> {
    return this.changeVenue.correct(actor, id, body);
  }

  @Get('audit')
  @Needs('audit.read')
  @Answers(contract.auditPage)
  @ApiOperation({ summary: 'What was done, by whom' })
  audit(@Query({ schema: contract.auditQuery }) query: AuditQuery): Promise<AuditPage> {
    return this.queries.audit(query);
  }
}
