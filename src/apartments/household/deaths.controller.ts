import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { ContinueLease } from './continue-lease.service.js';
import { continuationDecision, continuations, deathView, newDeath } from './deaths.contract.js';
import type { ContinuationDecision, Continuations, DeathView, NewDeath } from './deaths.contract.js';
import { Deaths } from './deaths.queries.js';
import { RecordDeath } from './record-death.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: households')
@Controller()
export class DeathsController {
  constructor(
    private readonly recordDeath: RecordDeath,
    private readonly continueLease: ContinueLease,
    private readonly deaths: Deaths,
  ) {}

  @Post('leases/:id/death')
  @Needs('leases.manage')
  @Creates()
  @Answers(deathView, 201)
  @ApiOperation({ summary: 'The tenant has died: co-residents may continue the lease, or it ends' })
  record(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: newDeath }) body: NewDeath,
    @Once() once: OnceRequest | undefined,
  ): Promise<DeathView> {
    return this.recordDeath.run(actor as StaffActor, id, body, once);
  }

  @Get('leases/:id/death')
  @Needs('leases.read')
  @Answers(deathView)
  @ApiOperation({ summary: 'What becomes of the lease of a tenant who died' })
  one(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<DeathView> {
    return this.deaths.ofLease(actor, id);
  }

  @Get('me/continuations')
  @Needs('leases.own')
  @Answers(continuations)
  @ApiOperation({ summary: 'Leases of people whom I lived with, and who died' })
  mine(@Me() me: ResidentActor): Promise<Continuations> {
    return this.deaths.forMe(me.id);
  }

  @Post('leases/:id/continuation')
  @Needs('leases.own')
  @Answers(continuations)
  @ApiOperation({
    summary: 'Ask to continue the lease of somebody whom I lived with, on its terms; this is my signature',
  })
  ask(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<Continuations> {
    return this.continueLease.ask(me, id);
  }

  @Post('leases/:id/continuation-decision')
  @Needs('leases.manage')
  @Answers(deathView)
  @ApiOperation({ summary: 'A co-resident continues the lease, or does not for a reason' })
  decide(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: continuationDecision }) body: ContinuationDecision,
  ): Promise<DeathView> {
    return this.continueLease.decide(actor as StaffActor, id, body);
  }
}
