import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import * as contract from './absences.contract.js';
import type {
  AbsencesQuery,
  AbsencesView,
  AppealInput,
  AppealPage,
  AppealsQuery,
  AppealView,
  DecisionInput,
  LiftInput,
  MarkView,
} from './absences.contract.js';
import { AbsencesQueries } from './absences.queries.js';
import { JudgeAbsence } from './judge-absence.service.js';

interface ById {
  id: string;
}

@ApiTags('absences')
@Controller()
export class AbsencesController {
  constructor(
    private readonly queries: AbsencesQueries,
    private readonly judge: JudgeAbsence,
  ) {}

  @Get('me/absences')
  @Needs('absences.own')
  @Answers(contract.absencesView)
  @ApiOperation({ summary: 'My absence marks with their reasons, how many are left, and until when I am barred' })
  mine(
    @Me() me: ResidentActor,
    @Query({ schema: contract.absencesQuery }) query: AbsencesQuery,
  ): Promise<AbsencesView> {
    return this.queries.ofResident(me.id, query);
  }

  @Post('me/absences/:id/appeal')
  @Needs('absences.own')
  @Creates()
  @Answers(contract.markView, 201)
  @ApiOperation({ summary: 'Say why a mark of mine is wrong; once for each' })
  appeal(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.appealInput }) { words }: AppealInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<MarkView> {
    return this.judge.appeal(me, id, words, once);
  }

  @Get('residents/:id/absences')
  @Needs('absences.read')
  @Answers(contract.absencesView)
  @ApiOperation({ summary: 'How a resident stands' })
  ofResident(
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.absencesQuery }) query: AbsencesQuery,
  ): Promise<AbsencesView> {
    return this.queries.ofResident(id, query);
  }

  @Post('absence-marks/:id/lift')
  @Needs('absences.decide')
  @Answers(contract.markView)
  @ApiOperation({ summary: 'Lift a mark for good, with a reason that the resident is told' })
  lift(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.liftInput }) { reason }: LiftInput,
  ): Promise<MarkView> {
    return this.judge.lift(actor, id, reason);
  }

  @Get('absence-appeals')
  @Needs('absences.read')
  @Answers(contract.appealPage)
  @ApiOperation({ summary: 'Appeals, the open ones first' })
  appeals(@Query({ schema: contract.appealsQuery }) query: AppealsQuery): Promise<AppealPage> {
    return this.queries.appeals(query);
  }

  @Post('absence-appeals/:id/decision')
  @Needs('absences.decide')
  @Answers(contract.appealView)
  @ApiOperation({ summary: 'Grant or decline an appeal; the resident is told why' })
  decide(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.decisionInput }) body: DecisionInput,
  ): Promise<AppealView> {
    return this.judge.decide(actor, id, body);
  }
}
