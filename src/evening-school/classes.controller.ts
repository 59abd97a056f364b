import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import { Caller, Needs } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Answers } from '../platform/http/route.js';
import { CancelClass } from './cancel-class.service.js';
import { ChangeClass } from './change-class.service.js';
import * as contract from './classes.contract.js';
import type {
  ClassChange,
  ClassDetails,
  ClassesQuery,
  ClassPage,
  DecisionInput,
  PublishedView,
  ReasonInput,
  SessionMove,
} from './classes.contract.js';
import { ClassesQueries } from './classes.queries.js';
import { ExcuseSession } from './excuse-session.service.js';
import { MoveSession } from './move-session.service.js';
import { PublishClasses } from './publish-classes.service.js';

interface ById {
  id: string;
}

@ApiTags('school: classes')
@Controller()
export class ClassesController {
  constructor(
    private readonly queries: ClassesQueries,
    private readonly publish: PublishClasses,
    private readonly change: ChangeClass,
    private readonly cancel: CancelClass,
    private readonly move: MoveSession,
    private readonly excuse: ExcuseSession,
  ) {}

  @Get('terms/:id/classes')
  @Needs('classes.read')
  @Answers(contract.classPage)
  @ApiOperation({ summary: 'The classes of a term, drafts and all' })
  list(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.classesQuery }) query: ClassesQuery,
  ): Promise<ClassPage> {
    return this.queries.page(actor, id, query);
  }

  @Get('classes/:id/details')
  @Needs('classes.read')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'A class with all its evenings' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ClassDetails> {
    return this.queries.one(actor, id);
  }

  @Post('terms/:id/publication')
  @Needs('classes.edit')
  @Answers(contract.publishedView)
  @ApiOperation({ summary: 'Publish all drafts of a term' })
  publishTerm(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<PublishedView> {
    return this.publish.term(actor, id);
  }

  @Post('classes/:id/publication')
  @Needs('classes.edit')
  @Answers(contract.publishedView)
  @ApiOperation({ summary: 'Publish one class' })
  publishOne(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<PublishedView> {
    return this.publish.one(actor, id);
  }

  @Patch('classes/:id')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'Change places, minimum, fee (drafts), room and teacher; added places go to the line' })
  changeClass(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.classChange }) body: ClassChange,
  ): Promise<ClassDetails> {
    return this.change.run(actor, id, body);
  }

  @Post('classes/:id/cancellation')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'Cancel a class; everybody in it is told and owes nothing' })
  cancelClass(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reasonInput }) { reason }: ReasonInput,
  ): Promise<ClassDetails> {
    return this.cancel.run(actor, id, reason);
  }

  @Post('classes/:id/decision')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'Decide whether a class with too few learners runs' })
  decide(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.decisionInput }) body: DecisionInput,
  ): Promise<ClassDetails> {
    return this.cancel.decide(actor, id, body);
  }

  @Post('class-sessions/:id/move')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'Move an evening to another date, hour, room or teacher' })
  moveSession(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.sessionMove }) body: SessionMove,
  ): Promise<ClassDetails> {
    return this.move.run(actor, id, body);
  }

  @Post('class-sessions/:id/cancellation')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'Cancel an evening' })
  cancelSession(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reasonInput }) { reason }: ReasonInput,
  ): Promise<ClassDetails> {
    return this.move.cancel(actor, id, reason);
  }

  @Post('class-sessions/:id/excusal')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'The house let an evening down, also one that is over: absences from it are no marks' })
  excuseSession(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reasonInput }) { reason }: ReasonInput,
  ): Promise<ClassDetails> {
    return this.excuse.run(actor, id, reason);
  }

  @Post('class-sessions/:id/restoration')
  @Needs('classes.edit')
  @Answers(contract.classDetails)
  @ApiOperation({ summary: 'Take the cancelling of an evening back' })
  restoreSession(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ClassDetails> {
    return this.move.restore(actor, id);
  }
}
