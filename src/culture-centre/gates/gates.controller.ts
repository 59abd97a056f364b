import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { GateCounts } from './gate-counts.queries.js';
import { GateLists } from './gate-list.queries.js';
import * as contract from './gates.contract.js';
import type {
  ConflictsView,
  DayQuery,
  FoundTickets,
  GateInput,
  GateList,
  GateView,
  GateViews,
} from './gates.contract.js';
import type { ScanResults, ScansInput, SearchQuery, SlotCounts, WalkInInput, WalkInView } from './gates.contract.js';
import { Gates } from './gates.js';
import { LetWalkIn } from './let-walk-in.service.js';
import { RecordScans } from './record-scans.service.js';

interface ById {
  id: string;
}

@ApiTags('culture centre: gates')
@Controller()
export class GatesController {
  constructor(
    private readonly gates: Gates,
    private readonly lists: GateLists,
    private readonly counts: GateCounts,
    private readonly record: RecordScans,
    private readonly letWalkIn: LetWalkIn,
  ) {}

  @Get('gates')
  @Needs('gates.run')
  @Answers(contract.gateViews)
  @ApiOperation({ summary: 'The gates at which I may work' })
  list(@Caller() actor: Actor): Promise<GateViews> {
    return this.gates.list(actor);
  }

  @Post('gates')
  @Needs('gates.edit')
  @Creates()
  @Answers(contract.gateView, 201)
  @ApiOperation({ summary: 'Add a gate' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: contract.gateInput }) body: GateInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<GateView> {
    return this.gates.add(actor, body, once);
  }

  @Get('gates/:id/list')
  @Needs('gates.run')
  @Answers(contract.gateList)
  @ApiOperation({ summary: 'What the gate needs to decide without a network: keys, slots and tickets of a day' })
  gateList(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.dayQuery }) query: DayQuery,
  ): Promise<GateList> {
    return this.lists.run(actor, id, query);
  }

  @Get('gates/:id/tickets')
  @Needs('gates.run')
  @Answers(contract.foundTickets)
  @ApiOperation({ summary: 'Look a ticket up by name, last four of the document, or reference' })
  search(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.searchQuery }) query: SearchQuery,
  ): Promise<FoundTickets> {
    return this.lists.search(actor, id, query);
  }

  @Post('gates/:id/scans')
  @Needs('gates.run')
  @Answers(contract.scanResults)
  @ApiOperation({ summary: 'What the device saw: decided here with a network, kept as it was without one' })
  scans(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.scansInput }) body: ScansInput,
  ): Promise<ScanResults> {
    return this.record.run(actor, id, body);
  }

  @Post('gates/:id/walk-ins')
  @Needs('gates.run')
  @Creates()
  @Answers(contract.walkInView, 201)
  @ApiOperation({ summary: 'Let people in who have not booked, while there are places' })
  walkIn(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.walkInInput }) body: WalkInInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<WalkInView> {
    return this.letWalkIn.run(actor, id, body, once);
  }

  @Get('gates/:id/counts')
  @Needs('gates.run')
  @Answers(contract.slotCounts)
  @ApiOperation({ summary: 'Booked, entered, inside and places at the door, by slot' })
  slotCounts(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.dayQuery }) query: DayQuery,
  ): Promise<SlotCounts> {
    return this.counts.slots(actor, id, query);
  }

  @Get('gate-conflicts')
  @Needs('gates.run')
  @Answers(contract.conflictsView)
  @ApiOperation({ summary: 'Every ticket that went in twice on a day, with each of its entries' })
  conflicts(@Caller() actor: Actor, @Query({ schema: contract.dayQuery }) query: DayQuery): Promise<ConflictsView> {
    return this.counts.conflicts(actor, query);
  }
}
