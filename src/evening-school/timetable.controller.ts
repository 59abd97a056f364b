import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import { Me, Needs } from '../people/index.js';
import type { ResidentActor } from '../people/index.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { Answers, Creates } from '../platform/http/route.js';
import { AskForLeave } from './ask-for-leave.service.js';
import { leaveRequest, leaveView, timetableQuery, timetableView } from './timetable.contract.js';
import type { LeaveRequest, LeaveView, TimetableQuery, TimetableView } from './timetable.contract.js';
import { Timetable } from './timetable.queries.js';

@ApiTags('evening school')
@Controller()
export class TimetableController {
  constructor(
    private readonly timetable: Timetable,
    private readonly askForLeave: AskForLeave,
  ) {}

  @Get('me/timetable')
  @Needs('timetable.own')
  @Answers(timetableView)
  @ApiOperation({ summary: 'My sessions, with what was moved or cancelled and where I asked leave' })
  mine(@Me() me: ResidentActor, @Query({ schema: timetableQuery }) query: TimetableQuery): Promise<TimetableView> {
    return this.timetable.of(me.id, query);
  }

  @Post('class-sessions/:id/leave')
  @Needs('timetable.own')
  @Creates()
  @Answers(leaveView, 201)
  @ApiOperation({ summary: 'Ask leave from a session before it begins' })
  ask(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: leaveRequest }) body: LeaveRequest,
    @Once() once: OnceRequest | undefined,
  ): Promise<LeaveView> {
    return this.askForLeave.run(me, id, body, once);
  }

  @Delete('class-sessions/:id/leave')
  @Needs('timetable.own')
  @Answers(leaveView)
  @ApiOperation({ summary: 'Take leave back before the session begins' })
  takeBack(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: { id: string }): Promise<LeaveView> {
    return this.askForLeave.takeBack(me, id);
  }
}
