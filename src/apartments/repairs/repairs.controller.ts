import { Body, Controller, Get, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile, Creates } from '../../platform/http/route.js';
import { documentHeaders } from '../../platform/http/files.js';
import { HandleRepair } from './handle-repair.service.js';
import { byPhoto } from '../photos/photos.contract.js';
import type { ByPhoto } from '../photos/photos.contract.js';
import { KeepRepairPhotos } from './keep-repair-photos.service.js';
import * as contract from './repairs.contract.js';
import type {
  DoneInput,
  NewRepair,
  PlanInput,
  RepairPage,
  RepairRefusal,
  RepairsQuery,
  RepairView,
} from './repairs.contract.js';
import { RepairsQueries } from './repairs.queries.js';
import { ReportRepair } from './report-repair.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: repairs')
@Controller('repairs')
export class RepairsController {
  constructor(
    private readonly reportRepair: ReportRepair,
    private readonly handleRepair: HandleRepair,
    private readonly photos: KeepRepairPhotos,
    private readonly queries: RepairsQueries,
  ) {}

  @Get()
  @Needs('repairs.read')
  @Answers(contract.repairPage)
  @ApiOperation({ summary: 'Repairs: the open ones first, in the order in which they are due' })
  list(@Caller() actor: Actor, @Query({ schema: contract.repairsQuery }) query: RepairsQuery): Promise<RepairPage> {
    return this.queries.page(actor, query);
  }

  @Post()
  @Needs('repairs.manage')
  @Creates()
  @Answers(contract.repairView, 201)
  @ApiOperation({ summary: 'Report a repair for the tenant of a unit, or for a unit that stands empty' })
  report(
    @Caller() actor: Actor,
    @Body({ schema: contract.newRepair }) body: NewRepair,
    @Once() once: OnceRequest | undefined,
  ): Promise<RepairView> {
    return this.reportRepair.asStaff(actor, body, once);
  }

  @Get(':id')
  @Needs('repairs.read')
  @Answers(contract.repairView)
  @ApiOperation({ summary: 'One repair' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<RepairView> {
    return this.queries.one(actor, id);
  }

  @Get(':id/photos/:photoId')
  @Needs('repairs.read')
  @AnswersFile('application/octet-stream', 'The photo, with its own media type; to be saved, never shown in place')
  @ApiOperation({ summary: 'One photo; the look is logged' })
  async photo(
    @Caller() actor: Actor,
    @Param({ schema: byPhoto }) { id, photoId }: ByPhoto,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.photos.openAsStaff(actor, id, photoId);
    void reply.headers(documentHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Post(':id/appointment')
  @Needs('repairs.manage')
  @Answers(contract.repairView)
  @ApiOperation({ summary: 'Say who comes when, or move it; the tenant is told' })
  plan(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.planInput }) body: PlanInput,
  ): Promise<RepairView> {
    return this.handleRepair.plan(actor, id, body);
  }

  @Post(':id/completion')
  @Needs('repairs.manage')
  @Answers(contract.repairView)
  @ApiOperation({ summary: 'It is done: what it cost, and who pays' })
  done(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.doneInput }) body: DoneInput,
  ): Promise<RepairView> {
    return this.handleRepair.done(actor, id, body);
  }

  @Post(':id/refusal')
  @Needs('repairs.manage')
  @Answers(contract.repairView)
  @ApiOperation({ summary: 'Refuse it, with a reason that the tenant is told' })
  refuse(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.repairRefusal }) body: RepairRefusal,
  ): Promise<RepairView> {
    return this.handleRepair.refuse(actor, id, body);
  }
}
