import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { EditOutages } from './edit-outages.service.js';
import { EditUnits } from './edit-units.service.js';
import * as contract from './units.contract.js';
import type {
  OutageChange,
  OutageInput,
  OutageView,
  UnitChange,
  UnitDetails,
  UnitInput,
  UnitPage,
  UnitsQuery,
} from './units.contract.js';
import { UnitsQueries } from './units.queries.js';

interface ById {
  id: string;
}

@ApiTags('apartments: units')
@Controller()
export class UnitsController {
  constructor(
    private readonly queries: UnitsQueries,
    private readonly edit: EditUnits,
    private readonly outages: EditOutages,
  ) {}

  @Get('units')
  @Needs('units.read')
  @Answers(contract.unitPage)
  @ApiOperation({ summary: 'Units, with what each is on a day; ?state=free&on=2026-09-01 finds what can be let' })
  list(@Caller() actor: Actor, @Query({ schema: contract.unitsQuery }) query: UnitsQuery): Promise<UnitPage> {
    return this.queries.page(actor, query);
  }

  @Post('buildings/:id/units')
  @Needs('units.edit')
  @Creates()
  @Answers(contract.unitDetails, 201)
  @ApiOperation({ summary: 'Add a unit to a building' })
  add(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.unitInput }) body: UnitInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<UnitDetails> {
    return this.edit.addUnit(actor, id, body, once);
  }

  @Get('units/:id')
  @Needs('units.read')
  @Answers(contract.unitDetails)
  @ApiOperation({ summary: 'One unit: what it is on a day, what it is taken for from then on, and its outages' })
  read(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.unitQuery }) { on }: { on?: string },
  ): Promise<UnitDetails> {
    return this.queries.one(actor, id, on);
  }

  @Patch('units/:id')
  @Needs('units.edit')
  @Answers(contract.unitDetails)
  @ApiOperation({ summary: 'Change a unit' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.unitChange }) body: UnitChange,
  ): Promise<UnitDetails> {
    return this.edit.changeUnit(actor, id, body);
  }

  @Post('units/:id/outages')
  @Needs('units.edit')
  @Creates()
  @Answers(contract.outageView, 201)
  @ApiOperation({ summary: 'Take a unit out of service, for repair or for the house itself' })
  addOutage(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.outageInput }) body: OutageInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<OutageView> {
    return this.outages.add(actor, id, body, once);
  }

  @Patch('unit-outages/:id')
  @Needs('units.edit')
  @Answers(contract.outageView)
  @ApiOperation({ summary: 'Say when a unit is back in service, or correct the reason' })
  changeOutage(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.outageChange }) body: OutageChange,
  ): Promise<OutageView> {
    return this.outages.change(actor, id, body);
  }

  @Delete('unit-outages/:id')
  @Needs('units.edit')
  @Answers(contract.outageView)
  @ApiOperation({ summary: 'Take an outage back that was entered by mistake' })
  removeOutage(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<OutageView> {
    return this.outages.remove(actor, id);
  }
}
