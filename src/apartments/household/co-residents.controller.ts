import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import {
  coResidentDecision,
  coResidentEnd,
  coResidentList,
  coResidentView,
  newCoResident,
} from './co-residents.contract.js';
import type {
  CoResidentDecision,
  CoResidentEnd,
  CoResidentList,
  CoResidentView,
  NewCoResident,
} from './co-residents.contract.js';
import { CoResidentsQueries } from './co-residents.queries.js';
import { KeepCoResidents } from './keep-co-residents.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: households')
@Controller()
export class CoResidentsController {
  constructor(
    private readonly coResidents: KeepCoResidents,
    private readonly queries: CoResidentsQueries,
  ) {}

  @Post('leases/:id/co-residents')
  @Needs('leases.own')
  @Creates()
  @Answers(coResidentView, 201)
  @ApiOperation({ summary: 'Ask that somebody may live with me' })
  ask(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: newCoResident }) body: NewCoResident,
    @Once() once: OnceRequest | undefined,
  ): Promise<CoResidentView> {
    return this.coResidents.ask(me, id, body, once);
  }

  @Get('me/leases/:id/co-residents')
  @Needs('leases.own')
  @Answers(coResidentList)
  @ApiOperation({ summary: 'Who lives with me' })
  mine(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<CoResidentList> {
    return this.queries.ofLease(me, id);
  }

  @Get('leases/:id/co-residents')
  @Needs('leases.read')
  @Answers(coResidentList)
  @ApiOperation({ summary: 'Who lives with a tenant' })
  list(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<CoResidentList> {
    return this.queries.ofLease(actor, id);
  }

  @Post('co-residents/:id/decision')
  @Needs('leases.manage')
  @Answers(coResidentView)
  @ApiOperation({ summary: 'Approve a co-resident, or decline with a reason; the tenant is told' })
  decide(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: coResidentDecision }) body: CoResidentDecision,
  ): Promise<CoResidentView> {
    return this.coResidents.decide(actor as StaffActor, id, body);
  }

  @Post('me/co-residents/:id/end')
  @Needs('leases.own')
  @Answers(coResidentView)
  @ApiOperation({ summary: 'Say that somebody no longer lives with me, or take the wish back' })
  endMine(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: coResidentEnd }) body: CoResidentEnd,
  ): Promise<CoResidentView> {
    return this.coResidents.end(me, id, body);
  }

  @Post('co-residents/:id/end')
  @Needs('leases.manage')
  @Answers(coResidentView)
  @ApiOperation({ summary: 'Somebody no longer lives with a tenant' })
  end(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: coResidentEnd }) body: CoResidentEnd,
  ): Promise<CoResidentView> {
    return this.coResidents.end(actor, id, body);
  }
}
