import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { ResidentActor, StaffActor } from '../../people/index.js';
import { Answers } from '../../platform/http/route.js';
import { AnswerBar } from './answer-bar.service.js';
import * as contract from './bars.contract.js';
import type {
  BarAppeal,
  BarLifting,
  BarPage,
  BarsQuery,
  BarView,
  MyBarPage,
  MyBarsQuery,
  StaffBarView,
} from './bars.contract.js';
import { BarsQueries } from './bars.queries.js';

interface ById {
  id: string;
}

@ApiTags('apartments: bars')
@Controller()
export class BarsController {
  constructor(
    private readonly queries: BarsQueries,
    private readonly answerBar: AnswerBar,
  ) {}

  @Get('me/apartment-bars')
  @Needs('applications.own')
  @Answers(contract.myBarPage)
  @ApiOperation({ summary: 'From when until when I am barred from the apartments, and why' })
  mine(@Me() me: ResidentActor, @Query({ schema: contract.myBarsQuery }) query: MyBarsQuery): Promise<MyBarPage> {
    return this.queries.ofPerson(me.id, query);
  }

  @Post('me/apartment-bars/:id/appeal')
  @Needs('applications.own')
  @Answers(contract.barView)
  @ApiOperation({ summary: 'Appeal against a bar, once' })
  appeal(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.barAppeal }) { words }: BarAppeal,
  ): Promise<BarView> {
    return this.answerBar.appeal(me, id, words);
  }

  @Get('apartment-bars')
  @Needs('applications.read')
  @Answers(contract.barPage)
  @ApiOperation({ summary: 'Who is or was barred after false data, the newest first' })
  list(@Caller() actor: StaffActor, @Query({ schema: contract.barsQuery }) query: BarsQuery): Promise<BarPage> {
    return this.queries.page(actor, query);
  }

  @Post('apartment-bars/:id/lifting')
  @Needs('applications.review')
  @Answers(contract.staffBarView)
  @ApiOperation({ summary: 'Lift a bar, with the reason; its person is told' })
  lift(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.barLifting }) { reason }: BarLifting,
  ): Promise<StaffBarView> {
    return this.answerBar.lift(actor, id, reason);
  }
}
