import { Body, Controller, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { fileTypes } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates, TakesFile } from '../../platform/http/route.js';
import { sheetFile } from '../../platform/sheets/sheet.contract.js';
import { leaseListQuery, leaseListResult } from './lease-list.contract.js';
import type { LeaseListQuery, LeaseListResult } from './lease-list.contract.js';
import { TakeOverLeases } from './take-over-leases.service.js';

@ApiTags('apartments: leases')
@Controller()
export class LeaseListController {
  constructor(private readonly takeOver: TakeOverLeases) {}

  @Post('apartment-houses/:id/lease-list')
  @Needs('leases.manage')
  @Creates()
  @TakesFile(...fileTypes)
  @Answers(leaseListResult, 201)
  @ApiOperation({
    summary: 'Take over the leases that a house had before (.csv or .xlsx): all or nothing; ?dryRun=true previews',
  })
  importLeaseList(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: { id: string },
    @Query({ schema: leaseListQuery }) query: LeaseListQuery,
    @Body({ schema: sheetFile }) file: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<LeaseListResult> {
    return this.takeOver.run(actor, id, file, query, once);
  }
}
