import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { MarkViewing } from './mark-viewing.service.js';
import { SetViewingTimes } from './set-viewing-times.service.js';
import * as contract from './viewings.contract.js';
import type {
  NewViewingTime,
  TimesQuery,
  ViewingCancellation,
  ViewingMark,
  ViewingTimePage,
  ViewingTimeView,
} from './viewings.contract.js';
import { ViewingsQueries } from './viewings.queries.js';

interface ById {
  id: string;
}

@ApiTags('apartments: viewings')
@Controller()
export class ViewingsController {
  constructor(
    private readonly setTimes: SetViewingTimes,
    private readonly mark: MarkViewing,
    private readonly queries: ViewingsQueries,
  ) {}

  @Post('viewing-times')
  @Needs('viewings.manage')
  @Creates()
  @Answers(contract.viewingTimeView, 201)
  @ApiOperation({ summary: 'Say when a unit, or one of a layout, is shown, to how many parties, and where to meet' })
  set(
    @Caller() actor: Actor,
    @Body({ schema: contract.newViewingTime }) body: NewViewingTime,
    @Once() once: OnceRequest | undefined,
  ): Promise<ViewingTimeView> {
    return this.setTimes.set(actor, body, once);
  }

  @Get('viewing-times')
  @Needs('viewings.read')
  @Answers(contract.viewingTimePage)
  @ApiOperation({ summary: 'Viewing times from a day on, the soonest first' })
  list(@Caller() actor: Actor, @Query({ schema: contract.timesQuery }) query: TimesQuery): Promise<ViewingTimePage> {
    return this.queries.times(actor, query);
  }

  @Get('viewing-times/:id')
  @Needs('viewings.read')
  @Answers(contract.viewingTimeView)
  @ApiOperation({ summary: 'One of them, with everybody who booked it' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ViewingTimeView> {
    return this.queries.time(actor, id);
  }

  @Post('viewing-times/:id/cancellation')
  @Needs('viewings.manage')
  @Answers(contract.viewingTimeView)
  @ApiOperation({ summary: 'Cancel it; everybody who booked it is told why' })
  cancel(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.viewingCancellation }) body: ViewingCancellation,
  ): Promise<ViewingTimeView> {
    return this.setTimes.cancel(actor, id, body);
  }

  @Post('viewings/:id/mark')
  @Needs('viewings.manage')
  @Answers(contract.viewingTimeView)
  @ApiOperation({ summary: 'Say who came and who stayed away, once it has begun' })
  marked(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.viewingMark }) body: ViewingMark,
  ): Promise<ViewingTimeView> {
    return this.mark.run(actor, id, body);
  }
}
