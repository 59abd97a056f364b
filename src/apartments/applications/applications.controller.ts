import { Body, Controller, Get, Param, Post, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile } from '../../platform/http/route.js';
import * as contract from './application-reviews.contract.js';
import type {
  AppealDecisionInput,
  ApplicationPage,
  ApplicationsQuery,
  ApplicationView,
  ApprovalInput,
  AssessmentInput,
  RejectionInput,
  ReviewInput,
} from './application-reviews.contract.js';
import { byDocument } from './applications.contract.js';
import { ApplicationsQueries } from './applications.queries.js';
import { DecideApplication } from './decide-application.service.js';
import { documentHeaders } from '../../platform/http/files.js';
import { ReadDocument } from './read-document.service.js';
import { ReviewApplication } from './review-application.service.js';

interface ById {
  id: string;
}

/** Only staff have the rights of these routes. */
@ApiTags('apartments: applications')
@Controller('apartment-applications')
export class ApplicationsController {
  constructor(
    private readonly queries: ApplicationsQueries,
    private readonly reviewApplication: ReviewApplication,
    private readonly decide: DecideApplication,
    private readonly readDocument: ReadDocument,
  ) {}

  @Get()
  @Needs('applications.read')
  @Answers(contract.applicationPage)
  @ApiOperation({ summary: 'Applications that were submitted: found, filtered, in the order of the waiting list' })
  list(
    @Caller() actor: StaffActor,
    @Query({ schema: contract.applicationsQuery }) query: ApplicationsQuery,
  ): Promise<ApplicationPage> {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Needs('applications.read')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'One application, with each condition and who checked it' })
  read(@Caller() actor: StaffActor, @Param({ schema: byId }) { id }: ById): Promise<ApplicationView> {
    return this.queries.one(actor, id);
  }

  @Get(':id/documents/:documentId')
  @Needs('applications.review')
  @AnswersFile('application/octet-stream', 'The file, with its own media type; to be saved, never shown in place')
  @ApiOperation({ summary: 'A document of an application; the look is logged' })
  async document(
    @Caller() actor: StaffActor,
    @Param({ schema: byDocument }) { id, documentId }: ById & { documentId: string },
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.readDocument.asStaff(actor, id, documentId);
    void reply.headers(documentHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Post(':id/review')
  @Needs('applications.review')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'Accept conditions, or return them with reasons; nobody is told before it is given back' })
  review(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reviewInput }) body: ReviewInput,
  ): Promise<ApplicationView> {
    return this.reviewApplication.review(actor, id, body);
  }

  @Put(':id/assessment')
  @Needs('applications.review')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'Set tier, degree and points, with the evidence; a tier needs an accepted certificate' })
  assess(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.assessmentInput }) body: AssessmentInput,
  ): Promise<ApplicationView> {
    return this.reviewApplication.assess(actor, id, body);
  }

  @Post(':id/return')
  @Needs('applications.review')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'Give it back to be mended, with the reasons of the returned conditions' })
  giveBack(@Caller() actor: StaffActor, @Param({ schema: byId }) { id }: ById): Promise<ApplicationView> {
    return this.reviewApplication.giveBack(actor, id);
  }

  @Post(':id/approval')
  @Needs('applications.review')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'Approve it into the waiting list; every condition must be accepted' })
  approve(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.approvalInput }) body: ApprovalInput,
  ): Promise<ApplicationView> {
    return this.decide.approve(actor, id, body);
  }

  @Post(':id/rejection')
  @Needs('applications.review')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'Reject it with a reason; the applicant can appeal once' })
  reject(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.rejectionInput }) body: RejectionInput,
  ): Promise<ApplicationView> {
    return this.decide.reject(actor, id, body);
  }

  @Post(':id/appeal-decision')
  @Needs('applications.review')
  @Answers(contract.applicationView)
  @ApiOperation({ summary: 'Decide an appeal, with a reason; to approve, every condition must be accepted' })
  decideAppeal(
    @Caller() actor: StaffActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.appealDecisionInput }) body: AppealDecisionInput,
  ): Promise<ApplicationView> {
    return this.decide.decideAppeal(actor, id, body);
  }
}
