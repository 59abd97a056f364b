import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ShownTicket, WaitingTicketHeader } from '../admission/index.js';
import { byId } from '../kernel/contract.js';
import { Me, Needs } from '../people/index.js';
import type { ResidentActor } from '../people/index.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { Answers, Creates } from '../platform/http/route.js';
import { AnswerOffer } from './answer-offer.service.js';
import { EnrolInClass } from './enrol-in-class.service.js';
import {
  enrolmentPage,
  enrolmentsQuery,
  enrolmentView,
  refundView,
  withdrawal,
  withdrawalView,
} from './enrolments.contract.js';
import type {
  EnrolmentPage,
  EnrolmentsQuery,
  EnrolmentView,
  RefundView,
  Withdrawal,
  WithdrawalView,
} from './enrolments.contract.js';
import { Enrolments } from './enrolments.queries.js';
import { PreviewRefund } from './preview-refund.service.js';
import { WithdrawFromClass } from './withdraw-from-class.service.js';

@ApiTags('evening school')
@Controller()
export class EnrolmentsController {
  constructor(
    private readonly enrolments: Enrolments,
    private readonly enrolInClass: EnrolInClass,
    private readonly withdrawFromClass: WithdrawFromClass,
    private readonly answerOffer: AnswerOffer,
    private readonly previewRefund: PreviewRefund,
  ) {}

  @Post('classes/:id/enrolments')
  @Needs('enrolments.own')
  @Creates()
  @WaitingTicketHeader()
  @Answers(enrolmentView, 201)
  @ApiOperation({ summary: 'Enrol in a class: a place, a place until it is paid, or a place in line' })
  enrol(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: { id: string },
    @Once() once: OnceRequest | undefined,
    @ShownTicket() ticket: string | undefined,
  ): Promise<EnrolmentView> {
    return this.enrolInClass.run(me, id, once, ticket);
  }

  @Get('me/enrolments')
  @Needs('enrolments.own')
  @Answers(enrolmentPage)
  @ApiOperation({ summary: 'My enrolments, active ones first, with absences' })
  mine(@Me() me: ResidentActor, @Query({ schema: enrolmentsQuery }) query: EnrolmentsQuery): Promise<EnrolmentPage> {
    return this.enrolments.page(me.id, query);
  }

  @Get('enrolments/:id')
  @Needs('enrolments.own')
  @Answers(enrolmentView)
  @ApiOperation({ summary: 'One of my enrolments: its state, position in line, until when it is held' })
  read(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: { id: string }): Promise<EnrolmentView> {
    return this.enrolments.one(me.id, id);
  }

  @Get('enrolments/:id/refund-preview')
  @Needs('enrolments.own')
  @Answers(refundView)
  @ApiOperation({ summary: 'What I would get back if I withdrew now' })
  preview(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: { id: string }): Promise<RefundView> {
    return this.previewRefund.run(me, id);
  }

  @Post('enrolments/:id/withdrawal')
  @Needs('enrolments.own')
  @Answers(withdrawalView)
  @ApiOperation({
    summary: 'Withdraw: give the place or the place in line back, with the refund by the rule of the term',
  })
  withdraw(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: withdrawal }) body: Withdrawal,
  ): Promise<WithdrawalView> {
    return this.withdrawFromClass.run(me, id, body);
  }

  @Post('enrolments/:id/acceptance')
  @Needs('enrolments.own')
  @Answers(enrolmentView)
  @ApiOperation({ summary: 'Accept the place that is held for me' })
  accept(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: { id: string }): Promise<EnrolmentView> {
    return this.answerOffer.run(me, id, 'accept');
  }

  @Post('enrolments/:id/refusal')
  @Needs('enrolments.own')
  @Answers(enrolmentView)
  @ApiOperation({ summary: 'Leave the place that is held for me to the next in line' })
  refuse(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: { id: string }): Promise<EnrolmentView> {
    return this.answerOffer.run(me, id, 'decline');
  }
}
