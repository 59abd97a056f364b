import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Answers } from '../../platform/http/route.js';
import { billPage, billsQuery, statementView } from './rent-bills.contract.js';
import type { BillPage, BillsQuery, StatementView } from './rent-bills.contract.js';
import { RentBillsQueries } from './rent-bills.queries.js';

interface ById {
  id: string;
}

@ApiTags('apartments: rent')
@Controller()
export class RentBillsController {
  constructor(private readonly bills: RentBillsQueries) {}

  @Get('me/leases/:id/statement')
  @Needs('leases.own')
  @Answers(statementView)
  @ApiOperation({ summary: 'What was billed for my lease, month by month and payer by payer, and what became of it' })
  mine(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<StatementView> {
    return this.bills.ownStatement(me.id, id);
  }

  @Get('leases/:id/statement')
  @Needs('leases.read')
  @Answers(statementView)
  @ApiOperation({ summary: 'What was billed for a lease, month by month and payer by payer, and what became of it' })
  statement(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<StatementView> {
    return this.bills.staffStatement(actor, id);
  }

  @Get('rent-bills')
  @Needs('leases.read')
  @Answers(billPage)
  @ApiOperation({ summary: 'Rent bills, the latest month first: all, or those that are overdue' })
  list(@Caller() actor: Actor, @Query({ schema: billsQuery }) query: BillsQuery): Promise<BillPage> {
    return this.bills.page(actor, query);
  }
}
