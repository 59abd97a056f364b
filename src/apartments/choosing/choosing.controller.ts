import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import * as contract from './choosing.contract.js';
import type { NewRound, RoundPage, RoundsQuery, RoundView, TurnView } from './choosing.contract.js';
import { ChoosingQueries } from './choosing.queries.js';
import { RunChoosing } from './run-choosing.service.js';

interface ById {
  id: string;
}

const passed = z.object({ passed: z.literal(true) }).meta({ id: 'ChoosingTurnPassed' });

@ApiTags('apartments: choosing in turns')
@Controller()
export class ChoosingController {
  constructor(
    private readonly runChoosing: RunChoosing,
    private readonly queries: ChoosingQueries,
  ) {}

  @Post('choosing-rounds')
  @Needs('leases.manage')
  @Creates()
  @Answers(contract.roundView, 201)
  @ApiOperation({ summary: 'Open a round: everybody in the waiting list gets a turn and is told when' })
  open(
    @Caller() actor: Actor,
    @Body({ schema: contract.newRound }) body: NewRound,
    @Once() once: OnceRequest | undefined,
  ): Promise<RoundView> {
    return this.runChoosing.open(actor, body, once);
  }

  @Get('choosing-rounds')
  @Needs('leases.read')
  @Answers(contract.roundPage)
  @ApiOperation({ summary: 'Rounds of choosing, the latest first' })
  list(@Caller() actor: Actor, @Query({ schema: contract.roundsQuery }) query: RoundsQuery): Promise<RoundPage> {
    return this.queries.page(actor, query);
  }

  @Get('choosing-rounds/:id')
  @Needs('leases.read')
  @Answers(contract.roundView)
  @ApiOperation({ summary: 'One round with its turns' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<RoundView> {
    return this.queries.one(actor, id);
  }

  @Post('choosing-rounds/:id/ending')
  @Needs('leases.manage')
  @Answers(contract.roundView)
  @ApiOperation({ summary: 'End a round; from then on everybody who is approved may choose' })
  end(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<RoundView> {
    return this.runChoosing.end(actor, id);
  }

  @Get('me/apartment-applications/:id/turn')
  @Needs('leases.own')
  @Answers(contract.turnView)
  @ApiOperation({ summary: 'My turn in the round that is running' })
  own(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<TurnView> {
    return this.queries.own(me.id, id);
  }

  @Post('apartment-applications/:id/pass')
  @Needs('leases.own')
  @Answers(passed)
  @ApiOperation({ summary: 'Pass my turn: I get another at the end, as often as the round allows' })
  pass(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<{ passed: true }> {
    return this.runChoosing.pass(me, id);
  }
}
