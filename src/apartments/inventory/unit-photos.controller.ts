import { Body, Controller, Delete, Get, Param, Post, Put, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { photoTypes, shownHeaders } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile, Creates, TakesFile } from '../../platform/http/route.js';
import { byPhoto, photoFile } from '../photos/photos.contract.js';
import type { ByPhoto } from '../photos/photos.contract.js';
import { KeepUnitPhotos } from './keep-unit-photos.service.js';
import { photoOrder, unitDetails } from './units.contract.js';
import type { PhotoOrder, UnitDetails } from './units.contract.js';

interface ById {
  id: string;
}

@ApiTags('apartments: units')
@Controller('units/:id')
export class UnitPhotosController {
  constructor(private readonly photos: KeepUnitPhotos) {}

  @Post('photos')
  @Needs('units.edit')
  @Creates()
  @TakesFile(...photoTypes)
  @Answers(unitDetails, 201)
  @ApiOperation({ summary: 'Add a photo of a unit at the end: JPEG, PNG or WebP, at most 5 MB, twelve of them' })
  add(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: photoFile }) bytes: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<UnitDetails> {
    return this.photos.add(actor, id, bytes, once);
  }

  @Put('photo-order')
  @Needs('units.edit')
  @Answers(unitDetails)
  @ApiOperation({ summary: 'Put the photos of a unit into another order; the first one is shown in lists' })
  order(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: photoOrder }) { photoIds }: PhotoOrder,
  ): Promise<UnitDetails> {
    return this.photos.order(actor, id, photoIds);
  }

  @Get('photos/:photoId')
  @Needs('units.read')
  @AnswersFile('application/octet-stream', 'The photo, with its own media type')
  @ApiOperation({ summary: 'One photo of a unit' })
  async photo(
    @Caller() actor: Actor,
    @Param({ schema: byPhoto }) { id, photoId }: ByPhoto,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.photos.open(actor, id, photoId);
    void reply.headers(shownHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Delete('photos/:photoId')
  @Needs('units.edit')
  @Answers(unitDetails)
  @ApiOperation({ summary: 'Take a photo of a unit away' })
  remove(@Caller() actor: Actor, @Param({ schema: byPhoto }) { id, photoId }: ByPhoto): Promise<UnitDetails> {
    return this.photos.remove(actor, id, photoId);
  }
}
