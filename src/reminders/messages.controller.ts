import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { byId, id as idSchema } from '../kernel/contract.js';
import { Caller, Me, Needs } from '../people/index.js';
import type { Actor, ResidentActor } from '../people/index.js';
import { Answers } from '../platform/http/route.js';
import { MessagesQueries } from './messages.queries.js';
import { messagePage, messagesQuery, myMessagesQuery } from './reminders.contract.js';
import type { MessagePage, MessagesQuery } from './reminders.contract.js';
import { RetryMessage } from './retry-message.service.js';

const retriedView = z.object({ id: idSchema, state: z.literal('due') }).meta({ id: 'MessageRetried' });

@ApiTags('messages')
@Controller()
export class MessagesController {
  constructor(
    private readonly queries: MessagesQueries,
    private readonly retry: RetryMessage,
  ) {}

  @Get('me/messages')
  @Needs('messages.own')
  @Answers(messagePage)
  @ApiOperation({ summary: 'What I was told' })
  mine(
    @Me() me: ResidentActor,
    @Query({ schema: myMessagesQuery }) query: { page: number; size: number },
  ): Promise<MessagePage> {
    return this.queries.mine(me, query);
  }

  @Get('messages')
  @Needs('messages.read')
  @Answers(messagePage)
  @ApiOperation({ summary: 'What people were told and will be told, and what failed' })
  list(@Query({ schema: messagesQuery }) query: MessagesQuery): Promise<MessagePage> {
    return this.queries.all(query);
  }

  @Post('messages/:id/retry')
  @Needs('messages.resend')
  @Answers(retriedView)
  @ApiOperation({ summary: 'Send a failed message again' })
  resend(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
  ): Promise<{ id: string; state: 'due' }> {
    return this.retry.run(actor, id);
  }
}
