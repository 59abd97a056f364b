import { Body, Controller, createParamDecorator, Get, Param, Patch, Post, Res } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import type { Language } from '../../kernel/text.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { pageHeaders } from '../../platform/http/html.js';
import type { HttpReply, HttpRequest } from '../../platform/http/request.js';
import { Answers, AnswersFile, Speaks } from '../../platform/http/route.js';
import { openingPage } from './opening.page.js';
import { openingView, pace, pause, turnView } from './openings.contract.js';
import type { OpeningView, Pace, Pause, TurnView } from './openings.contract.js';
import { OpeningsQueries } from './openings.queries.js';
import { RunOpening } from './run-opening.service.js';
import { ReadTurn } from './read-turn.service.js';
import { TakeTicket } from './take-ticket.service.js';

interface ById {
  id: string;
}

/** The ticket that a request shows, if it shows one. */
export const ShownTicket = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const ticket = context.switchToHttp().getRequest<HttpRequest>().headers['waiting-ticket'];
  return typeof ticket === 'string' ? ticket : undefined;
});

export const WaitingTicketHeader = () =>
  ApiHeader({ name: 'Waiting-Ticket', required: false, description: 'Your ticket, where there is a waiting room' });

@ApiTags('openings')
@Controller('openings')
export class OpeningsController {
  constructor(
    private readonly takeTicket: TakeTicket,
    private readonly readTurn: ReadTurn,
    private readonly runOpening: RunOpening,
    private readonly queries: OpeningsQueries,
  ) {}

  @Post(':id/ticket')
  @Needs('openings.own')
  @Answers(turnView)
  @ApiOperation({ summary: 'Take a ticket for the waiting room; whoever has one gets the same again' })
  async take(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Speaks() language: Language,
  ): Promise<TurnView> {
    const number = await this.takeTicket.run(id, me.id);
    return this.readTurn.ofNumber({ openingId: id, residentId: me.id, number }, language);
  }

  @Get(':id/turn')
  @Needs('openings.own')
  @WaitingTicketHeader()
  @Answers(turnView)
  @ApiOperation({ summary: 'Is it my turn? How many are before me, and about how long it takes' })
  turn(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @ShownTicket() ticket: string | undefined,
    @Speaks() language: Language,
  ): Promise<TurnView> {
    return this.readTurn.run({ openingId: id, residentId: me.id, ticket }, language);
  }

  @Get(':id')
  @Needs('openings.read')
  @Answers(openingView)
  @ApiOperation({ summary: 'An opening as it goes on: arrivals, places given each second, fill, lines, refusals' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<OpeningView> {
    return this.queries.one(actor, id);
  }

  @Get(':id/board')
  @Needs('openings.read')
  @AnswersFile('text/html')
  @ApiOperation({ summary: 'The same as a page that keeps itself up to date' })
  async board(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const opening = await this.queries.one(actor, id);
    void reply.headers(pageHeaders).header('refresh', '2');
    return openingPage(opening);
  }

  @Patch(':id')
  @Needs('openings.run')
  @Answers(openingView)
  @ApiOperation({ summary: 'Switch the waiting room on or off, or change how many it lets in each second' })
  async setPace(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: pace }) { perSecond }: Pace,
  ): Promise<OpeningView> {
    await this.runOpening.setPace(actor, id, perSecond);
    return this.queries.one(actor, id);
  }

  @Post(':id/pause')
  @Needs('openings.run')
  @Answers(openingView)
  @ApiOperation({ summary: 'Pause: nobody new is let in, and everybody is told the notice' })
  async pause(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: pause }) { notice, noticeEn }: Pause,
  ): Promise<OpeningView> {
    await this.runOpening.pause(actor, id, { zh: notice, en: noticeEn });
    return this.queries.one(actor, id);
  }

  @Post(':id/resumption')
  @Needs('openings.run')
  @Answers(openingView)
  @ApiOperation({ summary: 'Go on after a pause, from where the numbers stood' })
  async resume(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<OpeningView> {
    await this.runOpening.resume(actor, id);
    return this.queries.one(actor, id);
  }
}
