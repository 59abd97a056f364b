import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates } from '../../platform/http/route.js';
import * as contract from './absence-policies.contract.js';
import type {
  NewPolicyDraft,
  PoliciesQuery,
  PolicyDraftChange,
  PolicyPage,
  PolicyPublication,
  PolicyView,
} from './absence-policies.contract.js';
import { AbsencePoliciesQueries } from './absence-policies.queries.js';
import { EditAbsencePolicy } from './edit-absence-policy.service.js';

interface ById {
  id: string;
}

@ApiTags('absences: policy')
@Controller('absence-policies')
export class AbsencePoliciesController {
  constructor(
    private readonly queries: AbsencePoliciesQueries,
    private readonly edit: EditAbsencePolicy,
  ) {}

  @Get()
  @Needs('absences.read')
  @Answers(contract.policyPage)
  @ApiOperation({ summary: 'The versions of the absence policies, the latest of each scope first' })
  list(@Query({ schema: contract.policiesQuery }) query: PoliciesQuery): Promise<PolicyPage> {
    return this.queries.page(query);
  }

  @Post()
  @Needs('absence-policies.edit')
  @Creates()
  @Answers(contract.policyView, 201)
  @ApiOperation({ summary: 'Draft the next version for a kind of places' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: contract.newPolicyDraft }) body: NewPolicyDraft,
    @Once() once: OnceRequest | undefined,
  ): Promise<PolicyView> {
    return this.edit.add(actor, body, once);
  }

  @Get(':id')
  @Needs('absences.read')
  @Answers(contract.policyView)
  @ApiOperation({ summary: 'One version' })
  read(@Param({ schema: byId }) { id }: ById): Promise<PolicyView> {
    return this.queries.one(id);
  }

  @Patch(':id')
  @Needs('absence-policies.edit')
  @Answers(contract.policyView)
  @ApiOperation({ summary: 'Change the draft; what is left out stays' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.policyDraftChange }) body: PolicyDraftChange,
  ): Promise<PolicyView> {
    return this.edit.change(actor, id, body);
  }

  @Delete(':id')
  @Needs('absence-policies.edit')
  @Answers(contract.policyView)
  @ApiOperation({ summary: 'Discard the draft' })
  discard(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<PolicyView> {
    return this.edit.discard(actor, id);
  }

  @Post(':id/publication')
  @Needs('absence-policies.edit')
  @Creates()
  @Answers(contract.policyView, 201)
  @ApiOperation({ summary: 'Publish the draft: it holds from a day on and never changes again' })
  publish(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.policyPublication }) body: PolicyPublication,
    @Once() once: OnceRequest | undefined,
  ): Promise<PolicyView> {
    return this.edit.publish(actor, id, body, once);
  }
}
