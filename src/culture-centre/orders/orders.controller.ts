import { Body, Controller, Delete, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { byId, id as idSchema } from '../../kernel/contract.js';
import { Me, Needs } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, AnswersFile, Creates, Open } from '../../platform/http/route.js';
import { AnswerOrderOffer } from './answer-offer.service.js';
import { BookSlot } from './book-slot.service.js';
import { CompleteOrder } from './complete-order.service.js';
import { MoveOrder } from './move-order.service.js';
import * as contract from './orders.contract.js';
import type { Completion, MoveInput, OrderInput, OrderPage, OrdersQuery, OrderView } from './orders.contract.js';
import type { SeatsInput, TransferInput, WithdrawalInput } from './orders.contract.js';
import { Orders } from './orders.queries.js';
import { seatsView } from './seats.contract.js';
import type { SeatsView } from './seats.contract.js';
import { SeatsQueries } from './seats.queries.js';
import { TransferTicket } from './transfer-ticket.service.js';
import { WithdrawOrder } from './withdraw-order.service.js';

interface ById {
  id: string;
}

const byTicket = z.strictObject({ id: idSchema, ticketId: idSchema });
type ByTicket = z.output<typeof byTicket>;

@ApiTags('culture centre')
@Controller()
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly seats: SeatsQueries,
    private readonly book: BookSlot,
    private readonly complete: CompleteOrder,
    private readonly withdraw: WithdrawOrder,
    private readonly move: MoveOrder,
    private readonly transfer: TransferTicket,
    private readonly answer: AnswerOrderOffer,
  ) {}

  @Post('slots/:id/orders')
  @Needs('orders.own')
  @Creates()
  @Answers(contract.orderView, 201)
  @ApiOperation({ summary: 'Book places for visitors: tickets, tickets until they are paid, or a place in line' })
  order(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.orderInput }) body: OrderInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<OrderView> {
    return this.book.visitors(me, id, body, once);
  }

  @Get('slots/:id/seats')
  @Open('which seats are free is for everybody')
  @Answers(seatsView)
  @ApiOperation({ summary: 'The seats of a showing, free and taken, with prices' })
  seatList(@Param({ schema: byId }) { id }: ById): Promise<SeatsView> {
    return this.seats.list(id);
  }

  @Get('slots/:id/seat-map.svg')
  @Open('which seats are free is for everybody')
  @AnswersFile('image/svg+xml; charset=utf-8')
  @Header('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'`)
  @Header('cache-control', 'no-cache')
  @ApiOperation({ summary: 'The same as a drawing; seats have ids such as seat-12-7' })
  seatMap(@Param({ schema: byId }) { id }: ById): Promise<string> {
    return this.seats.drawing(id);
  }

  @Post('slots/:id/holds')
  @Needs('orders.own')
  @Creates()
  @Answers(contract.orderView, 201)
  @ApiOperation({ summary: 'Hold seats for some minutes: those named, or the best together' })
  hold(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.seatsInput }) body: SeatsInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<OrderView> {
    return this.book.seats(me, id, body, once);
  }

  @Get('me/orders')
  @Needs('orders.own')
  @Answers(contract.orderPage)
  @ApiOperation({ summary: 'My orders, those to come first' })
  mine(@Me() me: ResidentActor, @Query({ schema: contract.ordersQuery }) query: OrdersQuery): Promise<OrderPage> {
    return this.orders.page(me.id, query);
  }

  @Get('orders/:id')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'One of my orders with its tickets' })
  read(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<OrderView> {
    return this.orders.one(me.id, id);
  }

  @Post('orders/:id/completion')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'Say who sits on the seats that are held' })
  completeOrder(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.completion }) body: Completion,
  ): Promise<OrderView> {
    return this.complete.run(me, id, body);
  }

  @Post('orders/:id/withdrawal')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'Cancel: give all places, or the place in line, back' })
  withdrawOrder(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.withdrawalInput }) body: WithdrawalInput,
  ): Promise<OrderView> {
    return this.withdraw.run(me, id, body);
  }

  @Delete('orders/:id/tickets/:ticketId')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'One visitor stays at home' })
  dropVisitor(@Me() me: ResidentActor, @Param({ schema: byTicket }) { id, ticketId }: ByTicket): Promise<OrderView> {
    return this.withdraw.dropVisitor(me, id, ticketId);
  }

  @Post('orders/:id/slot')
  @Needs('orders.own')
  @Creates()
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'Change the slot of a visit in one step; without a place there, all stays as it was' })
  moveOrder(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.moveInput }) body: MoveInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<OrderView> {
    return this.move.run(me, id, body, once);
  }

  @Post('orders/:id/tickets/:ticketId/transfer')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'Pass a ticket on to somebody named; its old code opens no door any more' })
  transferTicket(
    @Me() me: ResidentActor,
    @Param({ schema: byTicket }) { id, ticketId }: ByTicket,
    @Body({ schema: contract.transferInput }) body: TransferInput,
  ): Promise<OrderView> {
    return this.transfer.run(me, id, ticketId, body);
  }

  @Post('orders/:id/acceptance')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'Accept the places that came free for me' })
  accept(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<OrderView> {
    return this.answer.run(me, id, 'accept');
  }

  @Post('orders/:id/refusal')
  @Needs('orders.own')
  @Answers(contract.orderView)
  @ApiOperation({ summary: 'Leave them to the next in line' })
  refuse(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<OrderView> {
    return this.answer.run(me, id, 'decline');
  }
}
