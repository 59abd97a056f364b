import { Body, Controller, Get, Header, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, AnswersFile, Creates } from '../../platform/http/route.js';
import { EditHalls } from './edit-halls.service.js';
import * as contract from './halls.contract.js';
import type { HallChange, HallInput, HallList, HallsQuery, HallView } from './halls.contract.js';
import type { SeatMapInput, SeatMapResult, SeatMapView } from './halls.contract.js';
import { HallsQueries } from './halls.queries.js';
import { drawSeatMap } from './seat-map.svg.js';

interface ById {
  id: string;
}

const svg = 'image/svg+xml; charset=utf-8';

@ApiTags('culture centre: halls')
@Controller('halls')
export class HallsController {
  constructor(
    private readonly queries: HallsQueries,
    private readonly edit: EditHalls,
  ) {}

  @Get()
  @Needs('halls.read')
  @Answers(contract.hallList)
  @ApiOperation({ summary: 'The halls of the venues' })
  list(@Caller() actor: Actor, @Query({ schema: contract.hallsQuery }) { venueId }: HallsQuery): Promise<HallList> {
    return this.queries.list(actor, venueId);
  }

  @Post()
  @Needs('halls.edit')
  @Creates()
  @Answers(contract.hallView, 201)
  @ApiOperation({ summary: 'Add a hall' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: contract.hallInput }) body: HallInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<HallView> {
    return this.edit.add(actor, body, once);
  }

  @Patch(':id')
  @Needs('halls.edit')
  @Answers(contract.hallView)
  @ApiOperation({ summary: 'Rename a hall' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.hallChange }) body: HallChange,
  ): Promise<HallView> {
    return this.edit.change(actor, id, body);
  }

  @Get(':id/seat-map')
  @Needs('halls.read')
  @Answers(contract.seatMapView)
  @ApiOperation({ summary: 'The seat map in force, as it can be changed and sent again' })
  seatMap(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<SeatMapView> {
    return this.queries.seatMap(actor, id);
  }

  @Put(':id/seat-map')
  @Needs('halls.edit')
  @Answers(contract.seatMapResult)
  @ApiOperation({ summary: 'Draw the seats: a new version for what is published from now on; dryRun previews' })
  drawSeats(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.seatMapInput }) body: SeatMapInput,
  ): Promise<SeatMapResult> {
    return this.edit.drawSeats(actor, id, body);
  }

  @Get(':id/seat-map.svg')
  @Needs('halls.read')
  @AnswersFile(svg)
  @Header('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'`)
  @ApiOperation({ summary: 'The seat map as a drawing' })
  async drawing(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<string> {
    const { map } = await this.queries.seatMap(actor, id);
    return drawSeatMap(map, ({ kind }) => (kind === 'ordinary' ? 'free' : kind === 'house' ? 'house' : 'accessible'));
  }
}
