import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Me, Needs } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { noticeView } from '../leaving/leaving.contract.js';
import type { NoticeView } from '../leaving/leaving.contract.js';
import { Employees } from './employees.service.js';
import { EmployerStatements } from './employer-statement.queries.js';
import * as contract from './employers.contract.js';
import type { Confirmation, Departure, EmployerStatement, MyEmployers } from './employers.contract.js';
import type { NominationPage, NominationView, PersonInput } from './employers.contract.js';
import { Employers } from './employers.queries.js';

interface ById {
  id: string;
}

/** For representatives: every resident has the right, and the appointment says for whom. */
@ApiTags('apartments: employers')
@Controller('me/employers')
export class MyEmployersController {
  constructor(
    private readonly employers: Employers,
    private readonly statements: EmployerStatements,
    private readonly employees: Employees,
  ) {}

  @Get()
  @Needs('employers.represent')
  @Answers(contract.myEmployers)
  @ApiOperation({ summary: 'The employers that I act for' })
  list(@Me() me: ResidentActor): Promise<MyEmployers> {
    return this.employers.mine(me);
  }

  @Get(':id/nominations')
  @Needs('employers.represent')
  @Answers(contract.nominationPage)
  @ApiOperation({ summary: 'Whom we nominated, and what became of it' })
  nominations(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.nominationsQuery }) query: { page: number; size: number },
  ): Promise<NominationPage> {
    return this.employers.nominations(me, id, query);
  }

  @Post(':id/nominations')
  @Needs('employers.represent')
  @Creates()
  @Answers(contract.nominationView, 201)
  @ApiOperation({ summary: 'Nominate an employee by name and phone; their application then shows us as the employer' })
  nominate(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.personInput }) body: PersonInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<NominationView> {
    return this.employees.nominate(me, id, body, once);
  }

  @Delete(':id/nominations/:nominationId')
  @Needs('employers.represent')
  @Answers(contract.nominationView)
  @ApiOperation({ summary: 'Withdraw a nomination' })
  withdraw(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byNomination }) { id, nominationId }: ById & { nominationId: string },
  ): Promise<NominationView> {
    return this.employees.withdrawNomination(me, id, nominationId);
  }

  @Post(':id/applications/:applicationId/confirmation')
  @Needs('employers.represent')
  @Answers(contract.nominationPage)
  @ApiOperation({ summary: 'Confirm that an applicant works for us, until a day; answers the nominations' })
  async confirm(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byApplication }) { id, applicationId }: ById & { applicationId: string },
    @Body({ schema: contract.confirmation }) body: Confirmation,
  ): Promise<NominationPage> {
    await this.employees.confirm(me, id, applicationId, body);
    return this.employers.nominations(me, id, { page: 1, size: 20 });
  }

  @Post(':id/leases/:leaseId/departure')
  @Needs('employers.represent')
  @Creates()
  @Answers(noticeView, 201)
  @ApiOperation({ summary: 'Report the day on which a tenant left us; their lease ends as the policy says' })
  left(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byLease }) ids: ById & { leaseId: string },
    @Body({ schema: contract.departure }) body: Departure,
    @Once() once: OnceRequest | undefined,
  ): Promise<NoticeView> {
    return this.employees.reportLeft(me, ids, body, once);
  }

  @Get(':id/statement')
  @Needs('employers.represent')
  @Answers(contract.employerStatement)
  @ApiOperation({ summary: 'What we owe over all leases of our people' })
  statement(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<EmployerStatement> {
    return this.statements.own(me, id);
  }
}
