import { Body, Controller, Get, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Me, Needs } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { documentHeaders } from '../../platform/http/files.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile } from '../../platform/http/route.js';
import { byPhoto } from '../photos/photos.contract.js';
import type { ByPhoto } from '../photos/photos.contract.js';
import { AnswerInspection } from './answer-inspection.service.js';
import * as contract from './inspections.contract.js';
import type { Answer, InspectionsOfLease, InspectionView } from './inspections.contract.js';
import { InspectionsQueries } from './inspections.queries.js';
import { KeepInspectionPhotos } from './keep-inspection-photos.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: inspections')
@Controller('me')
export class MyInspectionsController {
  constructor(
    private readonly answer: AnswerInspection,
    private readonly photos: KeepInspectionPhotos,
    private readonly queries: InspectionsQueries,
  ) {}

  @Get('leases/:id/inspections')
  @Needs('leases.own')
  @Answers(contract.inspectionsOfLease)
  @ApiOperation({ summary: 'Check-in and check-out of my lease: what got worse, and how much was used' })
  ofLease(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<InspectionsOfLease> {
    return this.queries.ofLease(me, id);
  }

  @Get('lease-inspections/:id/photos/:photoId')
  @Needs('leases.own')
  @AnswersFile('application/octet-stream', 'The photo, with its own media type; to be saved, never shown in place')
  @ApiOperation({ summary: 'One photo of an inspection of my unit; the look is logged' })
  async photo(
    @Me() me: ResidentActor,
    @Param({ schema: byPhoto }) { id, photoId }: ByPhoto,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.photos.open(me, id, photoId);
    void reply.headers(documentHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Post('lease-inspections/:id/confirmation')
  @Needs('leases.own')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Say that it is so; from then on it stays as it is' })
  confirm(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.confirmation }) body: Answer,
  ): Promise<InspectionView> {
    return this.answer.confirm(me, id, body);
  }

  @Post('lease-inspections/:id/dispute')
  @Needs('leases.own')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Say what is wrong with it; staff look again' })
  dispute(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.dispute }) body: Answer,
  ): Promise<InspectionView> {
    return this.answer.dispute(me, id, body);
  }
}
