import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import {
  idleEnd,
  idleSpellPage,
  idleSpellsQuery,
  idleSpellView,
  myIdleSpells,
  newIdleSpell,
} from './idle-spells.contract.js';
import type {
  IdleEnd,
  IdleSpellPage,
  IdleSpellsQuery,
  IdleSpellView,
  MyIdleSpells,
  NewIdleSpell,
} from './idle-spells.contract.js';
import { IdleSpells } from './idle-spells.queries.js';
import { RecordIdle } from './record-idle.service.js';

interface ById {
  id: string;
}

@ApiTags('apartments: idle units')
@Controller()
export class IdleSpellsController {
  constructor(
    private readonly record: RecordIdle,
    private readonly queries: IdleSpells,
  ) {}

  @Post('leases/:id/idle-spells')
  @Needs('leases.manage')
  @Creates()
  @Answers(idleSpellView, 201)
  @ApiOperation({ summary: 'Record that nobody lives in the unit of a lease, since when, and how that was found' })
  found(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: newIdleSpell }) body: NewIdleSpell,
    @Once() once: OnceRequest | undefined,
  ): Promise<IdleSpellView> {
    return this.record.found(actor as StaffActor, id, body, once);
  }

  @Post('idle-spells/:id/ending')
  @Needs('leases.manage')
  @Answers(idleSpellView)
  @ApiOperation({ summary: 'Record that a unit is lived in again, or from its first day that it never stood idle' })
  livedIn(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: idleEnd }) body: IdleEnd,
  ): Promise<IdleSpellView> {
    return this.record.livedIn(actor as StaffActor, id, body);
  }

  @Get('idle-spells')
  @Needs('leases.read')
  @Answers(idleSpellPage)
  @ApiOperation({ summary: 'Units that stand or stood idle, the longest first; breached: the lease may be ended' })
  list(@Caller() actor: Actor, @Query({ schema: idleSpellsQuery }) query: IdleSpellsQuery): Promise<IdleSpellPage> {
    return this.queries.page(actor, query);
  }

  @Get('me/leases/:id/idle-spells')
  @Needs('leases.own')
  @Answers(myIdleSpells)
  @ApiOperation({ summary: 'When my unit was recorded as idle' })
  mine(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyIdleSpells> {
    return this.queries.ofTenant(me.id, id);
  }
}
