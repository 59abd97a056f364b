import { Controller, Get, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { shownHeaders } from '../../platform/http/files.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile, Open } from '../../platform/http/route.js';
import { byPhoto } from '../photos/photos.contract.js';
import type { ByPhoto } from '../photos/photos.contract.js';
import { freeUnit, freeUnitPage, freeUnitsQuery } from './free-units.contract.js';
import type { FreeUnit, FreeUnitPage, FreeUnitsQuery } from './free-units.contract.js';
import { FreeUnits } from './free-units.queries.js';

const forWhom = 'what can be had is for everybody, before they apply';

@ApiTags('apartments: units')
@Controller('free-units')
export class FreeUnitsController {
  constructor(private readonly units: FreeUnits) {}

  @Get()
  @Open(forWhom)
  @Answers(freeUnitPage)
  @ApiOperation({ summary: 'Units that are or will be free, with layout, area, market rent and photos' })
  page(@Query({ schema: freeUnitsQuery }) query: FreeUnitsQuery): Promise<FreeUnitPage> {
    return this.units.page(query);
  }

  @Get(':id')
  @Open(forWhom)
  @Answers(freeUnit)
  @ApiOperation({ summary: 'One of them' })
  read(@Param({ schema: byId }) { id }: { id: string }): Promise<FreeUnit> {
    return this.units.one(id);
  }

  @Get(':id/photos/:photoId')
  @Open(forWhom)
  @AnswersFile('application/octet-stream', 'The photo, with its own media type')
  @ApiOperation({ summary: 'A photo of a unit, as long as it can be chosen' })
  async photo(
    @Param({ schema: byPhoto }) { id, photoId }: ByPhoto,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.units.photo(id, photoId);
    void reply.headers(shownHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }
}
