import { Body, Controller, Get, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Me, Needs } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile, Creates, TakesFile } from '../../platform/http/route.js';
import { documentHeaders, photoTypes } from '../../platform/http/files.js';
import { byPhoto, photoFile } from '../photos/photos.contract.js';
import type { ByPhoto } from '../photos/photos.contract.js';
import { KeepRepairPhotos } from './keep-repair-photos.service.js';
import * as contract from './repairs.contract.js';
import type { MyRepairPage, MyRepairView, NewRepair, PhotoView, RatingInput, ReopenInput } from './repairs.contract.js';
import { RepairsQueries } from './repairs.queries.js';
import { ReportRepair } from './report-repair.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: repairs')
@Controller('me/repairs')
export class MyRepairsController {
  constructor(
    private readonly reportRepair: ReportRepair,
    private readonly photos: KeepRepairPhotos,
    private readonly queries: RepairsQueries,
  ) {}

  @Post()
  @Needs('repairs.own')
  @Creates()
  @Answers(contract.myRepairView, 201)
  @ApiOperation({ summary: 'Report what is broken in a unit whose keys I have' })
  report(
    @Me() me: ResidentActor,
    @Body({ schema: contract.newRepair }) body: NewRepair,
    @Once() once: OnceRequest | undefined,
  ): Promise<MyRepairView> {
    return this.reportRepair.asTenant(me, body, once);
  }

  @Get()
  @Needs('repairs.own')
  @Answers(contract.myRepairPage)
  @ApiOperation({ summary: 'My repairs, the latest first' })
  list(
    @Me() me: ResidentActor,
    @Query({ schema: contract.ownRepairsQuery }) query: { page: number; size: number },
  ): Promise<MyRepairPage> {
    return this.queries.ofPerson(me.id, query);
  }

  @Get(':id')
  @Needs('repairs.own')
  @Answers(contract.myRepairView)
  @ApiOperation({ summary: 'One of my repairs' })
  read(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyRepairView> {
    return this.queries.own(me.id, id);
  }

  @Post(':id/photos')
  @Needs('repairs.own')
  @Creates()
  @TakesFile(...photoTypes)
  @Answers(contract.photoView, 201)
  @ApiOperation({ summary: 'Add a photo while it is open: JPEG, PNG or WebP, at most 5 MB, six of them' })
  upload(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: photoFile }) bytes: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<PhotoView> {
    return this.photos.upload(me, id, bytes, once);
  }

  @Get(':id/photos/:photoId')
  @Needs('repairs.own')
  @AnswersFile('application/octet-stream', 'The photo, with its own media type; to be saved, never shown in place')
  @ApiOperation({ summary: 'One photo of my repair; the look is logged' })
  async photo(
    @Me() me: ResidentActor,
    @Param({ schema: byPhoto }) { id, photoId }: ByPhoto,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.photos.openAsTenant(me, id, photoId);
    void reply.headers(documentHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Post(':id/withdrawal')
  @Needs('repairs.own')
  @Answers(contract.myRepairView)
  @ApiOperation({ summary: 'Take a report back, before it is done' })
  withdraw(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyRepairView> {
    return this.reportRepair.withdraw(me, id);
  }

  @Post(':id/rating')
  @Needs('repairs.own')
  @Answers(contract.myRepairView)
  @ApiOperation({ summary: 'Rate what was done, from 1 to 5' })
  rate(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.ratingInput }) body: RatingInput,
  ): Promise<MyRepairView> {
    return this.reportRepair.rate(me, id, body);
  }

  @Post(':id/reopening')
  @Needs('repairs.own')
  @Answers(contract.myRepairView)
  @ApiOperation({ summary: 'Have it done over, once' })
  reopen(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reopenInput }) body: ReopenInput,
  ): Promise<MyRepairView> {
    return this.reportRepair.reopen(me, id, body);
  }
}
