import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { EmployerStatements } from './employer-statement.queries.js';
import * as contract from './employers.contract.js';
import type { DeparturePage, EmployerChange, EmployerInput, EmployerPage } from './employers.contract.js';
import type { EmployersQuery, EmployerStatement, EmployerView, PersonInput } from './employers.contract.js';
import { Employers } from './employers.queries.js';
import { KeepEmployers } from './keep-employers.service.js';

interface ById {
  id: string;
}

/** Only staff have the rights of these routes. */
@ApiTags('apartments: employers')
@Controller()
export class EmployersController {
  constructor(
    private readonly employers: Employers,
    private readonly statements: EmployerStatements,
    private readonly keep: KeepEmployers,
  ) {}

  @Get('employers')
  @Needs('employers.read')
  @Answers(contract.employerPage)
  @ApiOperation({ summary: 'Employers and who acts for them, by name' })
  list(@Query({ schema: contract.employersQuery }) query: EmployersQuery): Promise<EmployerPage> {
    return this.employers.page(query);
  }

  @Post('employers')
  @Needs('employers.manage')
  @Creates()
  @Answers(contract.employerView, 201)
  @ApiOperation({ summary: 'Add an employer' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: contract.employerInput }) body: EmployerInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<EmployerView> {
    return this.keep.add(actor as StaffActor, body, once);
  }

  @Get('employers/:id')
  @Needs('employers.read')
  @Answers(contract.employerView)
  @ApiOperation({ summary: 'One employer' })
  read(@Param({ schema: byId }) { id }: ById): Promise<EmployerView> {
    return this.employers.one(id);
  }

  @Patch('employers/:id')
  @Needs('employers.manage')
  @Answers(contract.employerView)
  @ApiOperation({ summary: 'Change an employer; leases that were made keep the name under which they are billed' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.employerChange }) body: EmployerChange,
  ): Promise<EmployerView> {
    return this.keep.change(actor as StaffActor, id, body);
  }

  @Post('employers/:id/representatives')
  @Needs('employers.manage')
  @Creates()
  @Answers(contract.employerView, 201)
  @ApiOperation({ summary: 'Appoint a resident, by name and phone, to act for an employer' })
  appoint(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.personInput }) body: PersonInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<EmployerView> {
    return this.keep.appoint(actor as StaffActor, id, body, once);
  }

  @Delete('employers/:id/representatives/:residentId')
  @Needs('employers.manage')
  @Answers(contract.employerView)
  @ApiOperation({ summary: 'A resident acts for an employer no longer, from now on' })
  dismiss(
    @Caller() actor: Actor,
    @Param({ schema: contract.byRepresentative }) { id, residentId }: ById & { residentId: string },
  ): Promise<EmployerView> {
    return this.keep.dismiss(actor as StaffActor, id, residentId);
  }

  @Get('employers/:id/statement')
  @Needs('employers.read')
  @Answers(contract.employerStatement)
  @ApiOperation({ summary: 'What an employer owes over all leases of its people' })
  statement(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<EmployerStatement> {
    return this.statements.forStaff(actor, id);
  }

  @Get('employer-departures')
  @Needs('leases.read')
  @Answers(contract.departurePage)
  @ApiOperation({ summary: 'Tenants who left their job, as their employers reported it, the newest first' })
  departures(
    @Caller() actor: Actor,
    @Query({ schema: contract.nominationsQuery }) query: { page: number; size: number },
  ): Promise<DeparturePage> {
    return this.employers.departures(actor, query);
  }
}
