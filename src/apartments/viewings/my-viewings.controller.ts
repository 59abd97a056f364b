import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Me, Needs } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { BookViewing } from './book-viewing.service.js';
import * as contract from './viewings.contract.js';
import type { FreeTimePage, MyViewing, MyViewingPage, OwnTimesQuery, ViewingMove } from './viewings.contract.js';
import { ViewingsQueries } from './viewings.queries.js';

interface ById {
  id: string;
}

@ApiTags('apartments: viewings')
@Controller('me')
export class MyViewingsController {
  constructor(
    private readonly bookViewing: BookViewing,
    private readonly queries: ViewingsQueries,
  ) {}

  @Get('viewing-times')
  @Needs('viewings.own')
  @Answers(contract.freeTimePage)
  @ApiOperation({ summary: 'When I can view units of the houses I applied for: what is free, the soonest first' })
  free(
    @Me() me: ResidentActor,
    @Query({ schema: contract.ownTimesQuery }) query: OwnTimesQuery,
  ): Promise<FreeTimePage> {
    return this.queries.freeFor(me.id, query);
  }

  @Post('viewing-times/:id/viewings')
  @Needs('viewings.own')
  @Creates()
  @Answers(contract.myViewing, 201)
  @ApiOperation({ summary: 'Book one of these times' })
  book(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Once() once: OnceRequest | undefined,
  ): Promise<MyViewing> {
    return this.bookViewing.book(me, id, once);
  }

  @Get('viewings')
  @Needs('viewings.own')
  @Answers(contract.myViewingPage)
  @ApiOperation({ summary: 'My viewings: those to come, then those that are over' })
  list(
    @Me() me: ResidentActor,
    @Query({ schema: contract.ownViewingsQuery }) query: { page: number; size: number },
  ): Promise<MyViewingPage> {
    return this.queries.ofPerson(me.id, query);
  }

  @Post('viewings/:id/move')
  @Needs('viewings.own')
  @Answers(contract.myViewing)
  @ApiOperation({ summary: 'Change it for another time at the same house; where that is full, this one stays' })
  move(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.viewingMove }) { timeId }: ViewingMove,
  ): Promise<MyViewing> {
    return this.bookViewing.move(me, id, timeId);
  }

  @Post('viewings/:id/withdrawal')
  @Needs('viewings.own')
  @Answers(contract.myViewing)
  @ApiOperation({ summary: 'Cancel it, until it begins' })
  withdraw(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyViewing> {
    return this.bookViewing.withdraw(me, id);
  }
}
