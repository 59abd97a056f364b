import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { leaseView } from '../leases/leases.contract.js';
import type { LeaseView } from '../leases/leases.contract.js';
import { LeaveLease } from './leave-lease.service.js';
import {
  notice,
  noticeView,
  objectionView,
  overstayView,
  settlement,
  settlementView,
  termination,
  transfer,
} from './leaving.contract.js';
import type {
  Notice,
  NoticeView,
  ObjectionView,
  OverstayView,
  Settlement,
  SettlementView,
  Termination,
  Transfer,
} from './leaving.contract.js';
import { Leaving } from './leaving.queries.js';
import { Overstays } from './overstays.js';
import { SettleDeposit } from './settle-deposit.service.js';
import { TransferLease } from './transfer-lease.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: leaving')
@Controller()
export class LeavingController {
  constructor(
    private readonly leave: LeaveLease,
    private readonly settleDeposit: SettleDeposit,
    private readonly transferLease: TransferLease,
    private readonly overstays: Overstays,
    private readonly leaving: Leaving,
  ) {}

  @Post('leases/:id/notice')
  @Needs('leases.own')
  @Creates()
  @Answers(noticeView, 201)
  @ApiOperation({ summary: 'Say that I leave before my lease ends, at least 30 days ahead' })
  give(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: notice }) body: Notice,
    @Once() once: OnceRequest | undefined,
  ): Promise<NoticeView> {
    return this.leave.giveNotice(me, id, body, once);
  }

  @Post('leases/:id/notice-withdrawal')
  @Needs('leases.own')
  @Answers(noticeView)
  @ApiOperation({ summary: 'Take my notice back, where nobody else has the unit by then' })
  takeBack(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<NoticeView> {
    return this.leave.takeBack(me, id);
  }

  @Get('me/leases/:id/notice')
  @Needs('leases.own')
  @Answers(noticeView)
  @ApiOperation({ summary: 'Why my lease ends early, and what that costs' })
  own(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<NoticeView> {
    return this.leaving.noticeOf(me, id);
  }

  @Get('me/leases/:id/overstay')
  @Needs('leases.own')
  @Answers(overstayView)
  @ApiOperation({ summary: 'What I owe for days after my lease' })
  ownOverstay(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<OverstayView> {
    return this.overstays.of(me, id);
  }

  @Get('me/leases/:id/deposit-settlement')
  @Needs('leases.own')
  @Answers(settlementView)
  @ApiOperation({ summary: 'What was kept of my deposit, and what I get back' })
  ownSettlement(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<SettlementView> {
    return this.leaving.settlementOf(me, id);
  }

  @Post('leases/:id/termination')
  @Needs('leases.manage')
  @Creates()
  @Answers(noticeView, 201)
  @ApiOperation({ summary: 'End a lease early: the job of the tenant ended, the tenant died, or gave false data' })
  terminate(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: termination }) body: Termination,
    @Once() once: OnceRequest | undefined,
  ): Promise<NoticeView> {
    return this.leave.terminate(actor as StaffActor, id, body, once);
  }

  @Post('leases/:id/termination-withdrawal')
  @Needs('leases.manage')
  @Answers(noticeView)
  @ApiOperation({ summary: 'A lease is not to end early after all' })
  takeTerminationBack(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<NoticeView> {
    return this.leave.takeBack(actor, id);
  }

  @Get('leases/:id/notice')
  @Needs('leases.read')
  @Answers(noticeView)
  @ApiOperation({ summary: 'Why a lease ends early, and what that costs' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<NoticeView> {
    return this.leaving.noticeOf(actor, id);
  }

  @Get('leases/:id/objection')
  @Needs('leases.read')
  @Answers(objectionView)
  @ApiOperation({ summary: 'The written objection to a stay after the last day, and when it was delivered' })
  objection(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ObjectionView> {
    return this.leaving.objectionOf(actor, id);
  }

  @Post('leases/:id/transfer')
  @Needs('leases.manage')
  @Creates()
  @Answers(leaseView, 201)
  @ApiOperation({ summary: 'Offer another unit for the rest of a lease; it is theirs when they sign' })
  move(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: transfer }) body: Transfer,
    @Once() once: OnceRequest | undefined,
  ): Promise<LeaseView> {
    return this.transferLease.run(actor as StaffActor, id, body, once);
  }

  @Get('leases/:id/overstay')
  @Needs('leases.read')
  @Answers(overstayView)
  @ApiOperation({ summary: 'What is owed for days after the lease; while the keys are out, what it would be today' })
  overstay(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<OverstayView> {
    return this.overstays.of(actor, id);
  }

  @Post('leases/:id/deposit-settlement')
  @Needs('leases.manage')
  @Creates()
  @Answers(settlementView, 201)
  @ApiOperation({ summary: 'Say what is kept of the deposit; the desk gives back the rest' })
  settle(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: settlement }) body: Settlement,
    @Once() once: OnceRequest | undefined,
  ): Promise<SettlementView> {
    return this.settleDeposit.run(actor as StaffActor, id, body, once);
  }

  @Get('leases/:id/deposit-settlement')
  @Needs('leases.read')
  @Answers(settlementView)
  @ApiOperation({ summary: 'What was kept of a deposit, and what is given back' })
  readSettlement(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<SettlementView> {
    return this.leaving.settlementOf(actor, id);
  }
}
