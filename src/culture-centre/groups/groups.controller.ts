import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { fileTypes } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates, TakesFile } from '../../platform/http/route.js';
import { sheetFile } from '../../platform/sheets/sheet.contract.js';
import { AskForGroup } from './ask-for-group.service.js';
import { DecideGroup } from './decide-group.service.js';
import { groupDecision, groupPage, groupQuery, groupsQuery, groupView } from './groups.contract.js';
import type { GroupDecision, GroupPage, GroupQuery, GroupsQuery, GroupView } from './groups.contract.js';
import { GroupsQueries } from './groups.queries.js';

interface ById {
  id: string;
}

@ApiTags('culture centre: groups')
@Controller()
export class GroupsController {
  constructor(
    private readonly queries: GroupsQueries,
    private readonly ask: AskForGroup,
    private readonly decide: DecideGroup,
  ) {}

  @Post('slots/:id/group-requests')
  @Needs('orders.own')
  @Creates()
  @TakesFile(...fileTypes)
  @Answers(groupView, 201)
  @ApiOperation({
    summary: 'Ask to come as a group, with its name list (.xlsx or .csv) as the body: all of them or nobody',
  })
  askForGroup(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: groupQuery }) group: GroupQuery,
    @Body({ schema: sheetFile }) file: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<GroupView> {
    return this.ask.run(me, id, group, file, once);
  }

  @Get('orders/:id/group-request')
  @Needs('orders.own')
  @Answers(groupView)
  @ApiOperation({ summary: 'Where my group request stands' })
  mine(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<GroupView> {
    return this.queries.ofOrder(me.id, id);
  }

  @Get('group-requests')
  @Needs('groups.read')
  @Answers(groupPage)
  @ApiOperation({ summary: 'Group requests, those to be decided first' })
  list(@Caller() actor: Actor, @Query({ schema: groupsQuery }) query: GroupsQuery): Promise<GroupPage> {
    return this.queries.page(actor, query);
  }

  @Post('group-requests/:id/decision')
  @Needs('groups.decide')
  @Answers(groupView)
  @ApiOperation({ summary: 'Approve a group, or decline it with a reason; it is told' })
  decideGroup(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: groupDecision }) body: GroupDecision,
  ): Promise<GroupView> {
    return this.decide.run(actor, id, body);
  }
}
