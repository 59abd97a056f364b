import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Me, Needs } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { documentTypes } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates, TakesFile } from '../../platform/http/route.js';
import type { ConditionKind } from '../applications/application-conditions.rules.js';
import { byKind, documentFile, documentView, uploadQuery } from '../applications/applications.contract.js';
import type { DocumentView, UploadQuery } from '../applications/applications.contract.js';
import { GiveRecheck } from './give-recheck.service.js';
import { recheckEvidence, recheckReview, recheckView } from './rechecks.contract.js';
import type { RecheckEvidence, RecheckReview, RecheckView } from './rechecks.contract.js';
import { RechecksQueries } from './rechecks.queries.js';
import { ReviewRecheck } from './review-recheck.service.js';

interface ById {
  id: string;
}
interface ByKind extends ById {
  kind: ConditionKind;
}

@ApiTags('apartments: re-checks')
@Controller()
export class RechecksController {
  constructor(
    private readonly giveRecheck: GiveRecheck,
    private readonly reviewRecheck: ReviewRecheck,
    private readonly queries: RechecksQueries,
  ) {}

  @Get('me/leases/:id/recheck')
  @Needs('leases.own')
  @Answers(recheckView)
  @ApiOperation({ summary: 'What I have to prove anew before my lease is renewed, and what came of it' })
  mine(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<RecheckView> {
    return this.queries.seenBy(me, id);
  }

  @Post('me/leases/:id/recheck/conditions/:kind/documents')
  @Needs('leases.own')
  @Creates()
  @TakesFile(...documentTypes)
  @Answers(documentView, 201)
  @ApiOperation({ summary: 'Upload a new document for a condition that is asked for: PDF, JPEG or PNG, at most 5 MB' })
  upload(
    @Me() me: ResidentActor,
    @Param({ schema: byKind }) about: ByKind,
    @Query({ schema: uploadQuery }) { name }: UploadQuery,
    @Body({ schema: documentFile }) bytes: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<DocumentView> {
    return this.giveRecheck.upload(me, about, { name, bytes }, once);
  }

  @Put('me/leases/:id/recheck/conditions/:kind')
  @Needs('leases.own')
  @Answers(recheckView)
  @ApiOperation({
    summary: 'Give a condition anew, with its documents uploaded before: who attests it, and until when',
  })
  give(
    @Me() me: ResidentActor,
    @Param({ schema: byKind }) { id, kind }: ByKind,
    @Body({ schema: recheckEvidence }) body: RecheckEvidence,
  ): Promise<RecheckView> {
    return this.giveRecheck.give(me, id, kind, body);
  }

  @Get('leases/:id/recheck')
  @Needs('leases.read')
  @Answers(recheckView)
  @ApiOperation({ summary: 'Where the re-check of a lease stands' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<RecheckView> {
    return this.queries.seenBy(actor, id);
  }

  @Post('leases/:id/recheck/review')
  @Needs('leases.manage')
  @Answers(recheckView)
  @ApiOperation({ summary: 'Accept, return or reject what was given, and say what the next lease is reckoned by' })
  review(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: recheckReview }) body: RecheckReview,
  ): Promise<RecheckView> {
    return this.reviewRecheck.run(actor as StaffActor, id, body);
  }
}
