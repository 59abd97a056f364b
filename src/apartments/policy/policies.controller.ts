import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import { DraftPolicy } from './draft-policy.service.js';
import * as contract from './policies.contract.js';
import type {
  DifferencesQuery,
  DifferencesView,
  NewPolicyDraft,
  PoliciesQuery,
  PolicyDraftChange,
  PolicyPage,
  PolicyPublication,
  PolicyView,
} from './policies.contract.js';
import { PoliciesQueries } from './policies.queries.js';
import { PreviewRents } from './preview-rents.service.js';
import { PublishPolicy } from './publish-policy.service.js';
import { previewInput, previewView, scheduleInput, scheduleView } from './rent-preview.contract.js';
import type { PreviewInput, PreviewView, ScheduleInput, ScheduleView } from './rent-preview.contract.js';

interface ById {
  id: string;
}

@ApiTags('apartments: policy')
@Controller('apartment-policies')
export class PoliciesController {
  constructor(
    private readonly queries: PoliciesQueries,
    private readonly draft: DraftPolicy,
    private readonly publishPolicy: PublishPolicy,
    private readonly previewRents: PreviewRents,
  ) {}

  @Get()
  @Needs('policies.read')
  @Answers(contract.policyPage)
  @ApiOperation({ summary: 'The versions of the policy of an apartment house, the latest first' })
  list(@Caller() actor: Actor, @Query({ schema: contract.policiesQuery }) query: PoliciesQuery): Promise<PolicyPage> {
    return this.queries.page(actor, query);
  }

  @Post()
  @Needs('policies.edit')
  @Creates()
  @Answers(contract.policyView, 201)
  @ApiOperation({ summary: 'Draft the next version, from the latest published one or the default policy' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: contract.newPolicyDraft }) body: NewPolicyDraft,
    @Once() once: OnceRequest | undefined,
  ): Promise<PolicyView> {
    return this.draft.add(actor, body, once);
  }

  @Get(':id')
  @Needs('policies.read')
  @Answers(contract.policyView)
  @ApiOperation({ summary: 'One version with its values' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<PolicyView> {
    return this.queries.one(actor, id);
  }

  @Patch(':id')
  @Needs('policies.edit')
  @Answers(contract.policyView)
  @ApiOperation({ summary: 'Change the draft: each key that is named takes its whole new value' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.policyDraftChange }) body: PolicyDraftChange,
  ): Promise<PolicyView> {
    return this.draft.change(actor, id, body);
  }

  @Delete(':id')
  @Needs('policies.edit')
  @Answers(contract.policyView)
  @ApiOperation({ summary: 'Discard the draft' })
  discard(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<PolicyView> {
    return this.draft.discard(actor, id);
  }

  @Post(':id/publication')
  @Needs('policies.edit')
  @Creates()
  @Answers(contract.policyView, 201)
  @ApiOperation({ summary: 'Publish the draft: it holds from a day on and never changes again' })
  publish(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.policyPublication }) body: PolicyPublication,
    @Once() once: OnceRequest | undefined,
  ): Promise<PolicyView> {
    return this.publishPolicy.run(actor, id, body, once);
  }

  @Get(':id/differences')
  @Needs('policies.read')
  @Answers(contract.differencesView)
  @ApiOperation({ summary: 'What differs from another version, from the one before, or from the default policy' })
  differences(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: contract.differencesQuery }) { from }: DifferencesQuery,
  ): Promise<DifferencesView> {
    return this.queries.differences(actor, id, from);
  }

  @Post(':id/preview')
  @Needs('policies.read')
  @Answers(previewView)
  @ApiOperation({ summary: 'The rents that a version gives to many questions, also beside those of another version' })
  preview(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: previewInput }) body: PreviewInput,
  ): Promise<PreviewView> {
    return this.previewRents.run(actor, id, body);
  }

  @Post(':id/schedule')
  @Needs('policies.read')
  @Answers(scheduleView)
  @ApiOperation({ summary: 'The table of future rents, month by month' })
  schedule(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: scheduleInput }) body: ScheduleInput,
  ): Promise<ScheduleView> {
    return this.previewRents.schedule(actor, id, body);
  }
}
