import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import { Caller, Me, Needs } from '../people/index.js';
import type { Actor, ResidentActor } from '../people/index.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { Answers, Creates } from '../platform/http/route.js';
import { ChargesQueries } from './charges.queries.js';
import * as contract from './payments.contract.js';
import type {
  ChargePage,
  ChargesQuery,
  ChargeView,
  PaymentInput,
  RefundInput,
  ReversalInput,
  TakingsView,
  WriteOffInput,
} from './payments.contract.js';
import { RecordMoney } from './record-money.service.js';

@ApiTags('payments')
@Controller()
export class ChargesController {
  constructor(
    private readonly queries: ChargesQueries,
    private readonly record: RecordMoney,
  ) {}

  @Get('me/charges')
  @Needs('payments.own')
  @Answers(contract.chargePage)
  @ApiOperation({ summary: 'What I owe, have paid and get back' })
  mine(
    @Me() me: ResidentActor,
    @Query({ schema: contract.myChargesQuery }) query: { page: number; size: number },
  ): Promise<ChargePage> {
    return this.queries.mine(me, query);
  }

  @Get('charges')
  @Needs('payments.read')
  @Answers(contract.chargePage)
  @ApiOperation({ summary: 'Charges, the newest first: owing, settled or to be refunded' })
  list(@Caller() actor: Actor, @Query({ schema: contract.chargesQuery }) query: ChargesQuery): Promise<ChargePage> {
    return this.queries.all(actor, query);
  }

  @Get('charges/takings')
  @Needs('payments.read')
  @Answers(contract.takingsView)
  @ApiOperation({ summary: 'What the desk took and gave back on one day' })
  takings(
    @Caller() actor: Actor,
    @Query({ schema: contract.takingsQuery }) { on }: { on: string },
  ): Promise<TakingsView> {
    return this.queries.takings(actor, on);
  }

  @Get('charges/:id')
  @Needs('payments.read')
  @Answers(contract.chargeView)
  @ApiOperation({ summary: 'One charge with its lines' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: { id: string }): Promise<ChargeView> {
    return this.queries.one(actor, id);
  }

  @Post('charges/:id/payments')
  @Needs('payments.record')
  @Creates()
  @Answers(contract.chargeView, 201)
  @ApiOperation({ summary: 'Record a payment at the desk' })
  pay(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: contract.paymentInput }) body: PaymentInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<ChargeView> {
    return this.record.pay(actor, id, body, once);
  }

  @Post('charges/:id/refunds')
  @Needs('payments.record')
  @Creates()
  @Answers(contract.chargeView, 201)
  @ApiOperation({ summary: 'Record a refund at the desk' })
  refund(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: contract.refundInput }) body: RefundInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<ChargeView> {
    return this.record.refund(actor, id, body, once);
  }

  @Post('charges/:id/payments/:entryId/reversal')
  @Needs('payments.reverse')
  @Creates()
  @Answers(contract.chargeView, 201)
  @ApiOperation({ summary: 'Take back a payment that was recorded wrongly, with the reason; the money is owed again' })
  reverse(
    @Caller() actor: Actor,
    @Param({ schema: contract.byEntry }) { id, entryId }: { id: string; entryId: string },
    @Body({ schema: contract.reversalInput }) body: ReversalInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<ChargeView> {
    return this.record.reverse(actor, { id, entryId }, body, once);
  }

  @Post('charges/:id/write-offs')
  @Needs('payments.write-off')
  @Creates()
  @Answers(contract.chargeView, 201)
  @ApiOperation({ summary: 'Give up a debt, with the reason' })
  writeOff(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: { id: string },
    @Body({ schema: contract.writeOffInput }) body: WriteOffInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<ChargeView> {
    return this.record.writeOff(actor, id, body, once);
  }
}
