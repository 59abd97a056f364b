import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { documentHeaders, photoTypes } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile, Creates, TakesFile } from '../../platform/http/route.js';
import { byPhoto, photoFile } from '../photos/photos.contract.js';
import type { ByPhoto } from '../photos/photos.contract.js';
import { ArrangeInspection } from './arrange-inspection.service.js';
import { DrawUpInspection } from './draw-up-inspection.service.js';
import { InspectionList } from './inspection-list.queries.js';
import * as contract from './inspections.contract.js';
import type {
  Appointment,
  ByItem,
  Findings,
  InspectionPage,
  InspectionsOfLease,
  InspectionsQuery,
  InspectionView,
  NewInspection,
  NewItem,
  PhotoQuery,
  PhotoView,
} from './inspections.contract.js';
import { InspectionsQueries } from './inspections.queries.js';
import { KeepInspectionPhotos } from './keep-inspection-photos.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: inspections')
@Controller()
export class InspectionsController {
  constructor(
    private readonly arrange: ArrangeInspection,
    private readonly drawUp: DrawUpInspection,
    private readonly photos: KeepInspectionPhotos,
    private readonly queries: InspectionsQueries,
    private readonly lists: InspectionList,
  ) {}

  @Get('leases/:id/inspections')
  @Needs('leases.read')
  @Answers(contract.inspectionsOfLease)
  @ApiOperation({ summary: 'Check-in and check-out of a lease, compared item by item and meter by meter' })
  ofLease(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<InspectionsOfLease> {
    return this.queries.ofLease(actor, id);
  }

  @Post('leases/:id/inspections')
  @Needs('leases.manage')
  @Creates()
  @Answers(contract.inspectionView, 201)
  @ApiOperation({ summary: 'Begin the check-in or the check-out of a lease, with the list of what is to be looked at' })
  begin(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.newInspection }) body: NewInspection,
    @Once() once: OnceRequest | undefined,
  ): Promise<InspectionView> {
    return this.arrange.begin(actor, id, body, once);
  }

  @Get('lease-inspections')
  @Needs('leases.read')
  @Answers(contract.inspectionPage)
  @ApiOperation({ summary: 'Inspections by their appointments: of these days, in this state' })
  list(
    @Caller() actor: Actor,
    @Query({ schema: contract.inspectionsQuery }) query: InspectionsQuery,
  ): Promise<InspectionPage> {
    return this.lists.page(actor, query);
  }

  @Get('lease-inspections/:id')
  @Needs('leases.read')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'One inspection' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<InspectionView> {
    return this.queries.seen(actor, id);
  }

  @Patch('lease-inspections/:id')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Write down conditions, remarks and meter readings' })
  write(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.findings }) body: Findings,
  ): Promise<InspectionView> {
    return this.drawUp.write(actor, id, body);
  }

  @Post('lease-inspections/:id/items')
  @Needs('leases.manage')
  @Creates()
  @Answers(contract.inspectionView, 201)
  @ApiOperation({ summary: 'Add an item that is not on the list' })
  addItem(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.newItem }) body: NewItem,
    @Once() once: OnceRequest | undefined,
  ): Promise<InspectionView> {
    return this.drawUp.add(actor, id, body, once);
  }

  @Delete('lease-inspections/:id/items/:itemId')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Take an item off the list that this unit does not have' })
  removeItem(
    @Caller() actor: Actor,
    @Param({ schema: contract.byItem }) { id, itemId }: ByItem,
  ): Promise<InspectionView> {
    return this.drawUp.remove(actor, id, itemId);
  }

  @Post('lease-inspections/:id/photos')
  @Needs('leases.manage')
  @Creates()
  @TakesFile(...photoTypes)
  @Answers(contract.photoView, 201)
  @ApiOperation({ summary: 'Add a photo: JPEG, PNG or WebP, at most 5 MB, forty of them' })
  addPhoto(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.photoQuery }) { itemId }: PhotoQuery,
    @Body({ schema: photoFile }) bytes: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<PhotoView> {
    return this.photos.upload(actor, { id, itemId }, bytes, once);
  }

  @Get('lease-inspections/:id/photos/:photoId')
  @Needs('leases.read')
  @AnswersFile('application/octet-stream', 'The photo, with its own media type; to be saved, never shown in place')
  @ApiOperation({ summary: 'One photo; the look is logged' })
  async photo(
    @Caller() actor: Actor,
    @Param({ schema: byPhoto }) { id, photoId }: ByPhoto,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.photos.open(actor, id, photoId);
    void reply.headers(documentHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Delete('lease-inspections/:id/photos/:photoId')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Take a photo away again' })
  removePhoto(@Caller() actor: Actor, @Param({ schema: byPhoto }) { id, photoId }: ByPhoto): Promise<InspectionView> {
    return this.photos.remove(actor, id, photoId);
  }

  @Post('lease-inspections/:id/appointment')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Say when it takes place, or move it; the tenant is told and reminded' })
  appoint(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.appointment }) body: Appointment,
  ): Promise<InspectionView> {
    return this.arrange.appoint(actor, id, body);
  }

  @Delete('lease-inspections/:id/appointment')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'It does not take place then; the tenant is told' })
  callOff(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<InspectionView> {
    return this.arrange.callOff(actor, id);
  }

  @Post('lease-inspections/:id/presentation')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Give it to the tenant to answer; every item has its condition' })
  present(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<InspectionView> {
    return this.drawUp.present(actor, id);
  }

  @Post('lease-inspections/:id/taking-back')
  @Needs('leases.manage')
  @Answers(contract.inspectionView)
  @ApiOperation({ summary: 'Take it back to correct it, before the tenant has answered' })
  takeBack(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<InspectionView> {
    return this.drawUp.takeBack(actor, id);
  }
}
