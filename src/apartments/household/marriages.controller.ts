import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { marriageEnd, marriageList, marriageView, newMarriage } from './marriages.contract.js';
import type { MarriageEnd, MarriageList, MarriageView, NewMarriage } from './marriages.contract.js';
import { RecordMarriage } from './record-marriage.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: households')
@Controller()
export class MarriagesController {
  constructor(private readonly marriages: RecordMarriage) {}

  @Post('marriages')
  @Needs('leases.manage')
  @Creates()
  @Answers(marriageView, 201)
  @ApiOperation({ summary: 'Two residents are married, as a certificate shows' })
  record(
    @Caller() actor: Actor,
    @Body({ schema: newMarriage }) body: NewMarriage,
    @Once() once: OnceRequest | undefined,
  ): Promise<MarriageView> {
    return this.marriages.run(actor as StaffActor, body, once);
  }

  @Post('marriages/:id/end')
  @Needs('leases.manage')
  @Answers(marriageView)
  @ApiOperation({ summary: 'Two residents are divorced, as a certificate shows' })
  end(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: marriageEnd }) body: MarriageEnd,
  ): Promise<MarriageView> {
    return this.marriages.end(actor as StaffActor, id, body);
  }

  @Get('residents/:id/marriages')
  @Needs('leases.read')
  @Answers(marriageList)
  @ApiOperation({ summary: 'To whom somebody is and was married' })
  list(@Param({ schema: byId }) { id }: ById): Promise<MarriageList> {
    return this.marriages.ofPerson(id);
  }
}
