import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Me, Needs } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { documentHeaders, documentTypes } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import type { HttpReply } from '../../platform/http/request.js';
import { Answers, AnswersFile, Creates, TakesFile } from '../../platform/http/route.js';
import type { ConditionKind } from './application-conditions.rules.js';
import * as contract from './applications.contract.js';
import type {
  AppealInput,
  ApplicationChange,
  ConditionInput,
  DocumentView,
  MyApplicationPage,
  MyApplicationsQuery,
  MyApplicationView,
  NewApplication,
  UploadQuery,
} from './applications.contract.js';
import { GiveCondition } from './give-condition.service.js';
import { KeepDocuments } from './keep-documents.service.js';
import { MyApplications } from './my-applications.queries.js';
import { ReadDocument } from './read-document.service.js';
import { StartApplication } from './start-application.service.js';
import { SubmitApplication } from './submit-application.service.js';

interface ById {
  id: string;
}
interface ByKind extends ById {
  kind: ConditionKind;
}
interface ByDocument extends ById {
  documentId: string;
}

@ApiTags('apartments: applying')
@Controller('me/apartment-applications')
export class MyApplicationsController {
  constructor(
    private readonly mine: MyApplications,
    private readonly startApplication: StartApplication,
    private readonly giveCondition: GiveCondition,
    private readonly documents: KeepDocuments,
    private readonly readDocument: ReadDocument,
    private readonly submitApplication: SubmitApplication,
  ) {}

  @Post()
  @Needs('applications.own')
  @Creates()
  @Answers(contract.myApplicationView, 201)
  @ApiOperation({ summary: 'Start an application for an apartment house, as a draft' })
  start(
    @Me() me: ResidentActor,
    @Body({ schema: contract.newApplication }) body: NewApplication,
    @Once() once: OnceRequest | undefined,
  ): Promise<MyApplicationView> {
    return this.startApplication.start(me, body, once);
  }

  @Get()
  @Needs('applications.own')
  @Answers(contract.myApplicationPage)
  @ApiOperation({ summary: 'My applications, the newest first' })
  list(
    @Me() me: ResidentActor,
    @Query({ schema: contract.myApplicationsQuery }) query: MyApplicationsQuery,
  ): Promise<MyApplicationPage> {
    return this.mine.page(me.id, query);
  }

  @Get(':id')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({
    summary: 'One of my applications: reasons item by item, what is missing, my place in the waiting list',
  })
  read(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyApplicationView> {
    return this.mine.one(me.id, id);
  }

  @Patch(':id')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({ summary: 'Change what it asks for, while it is a draft or returned; what is left out stays' })
  change(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.applicationChange }) body: ApplicationChange,
  ): Promise<MyApplicationView> {
    return this.startApplication.change(me, id, body);
  }

  @Put(':id/conditions/:kind')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({ summary: 'Give a condition: who attests it, and until when' })
  give(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byKind }) { id, kind }: ByKind,
    @Body({ schema: contract.conditionInput }) body: ConditionInput,
  ): Promise<MyApplicationView> {
    return this.giveCondition.run(me, id, kind, body);
  }

  @Post(':id/conditions/:kind/documents')
  @Needs('applications.own')
  @Creates()
  @TakesFile(...documentTypes)
  @Answers(contract.documentView, 201)
  @ApiOperation({ summary: 'Upload a document that proves a condition: PDF, JPEG or PNG, at most 5 MB, ten of them' })
  upload(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byKind }) about: ByKind,
    @Query({ schema: contract.uploadQuery }) { name }: UploadQuery,
    @Body({ schema: contract.documentFile }) bytes: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<DocumentView> {
    return this.documents.upload(me, about, { name, bytes }, once);
  }

  @Get(':id/documents/:documentId')
  @Needs('applications.own')
  @AnswersFile('application/octet-stream', 'The file, with its own media type; to be saved, never shown in place')
  @ApiOperation({ summary: 'One of my documents; the look is logged' })
  async document(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byDocument }) { id, documentId }: ByDocument,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, bytes } = await this.readDocument.asApplicant(me, id, documentId);
    void reply.headers(documentHeaders(name, mediaType));
    return new StreamableFile(bytes);
  }

  @Delete(':id/documents/:documentId')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({ summary: 'Delete a document, while the application is a draft or returned' })
  removeDocument(
    @Me() me: ResidentActor,
    @Param({ schema: contract.byDocument }) { id, documentId }: ByDocument,
  ): Promise<MyApplicationView> {
    return this.documents.remove(me, id, documentId);
  }

  @Post(':id/submission')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({ summary: 'Submit it; refused with the list of what is missing' })
  submit(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyApplicationView> {
    return this.submitApplication.submit(me, id);
  }

  @Post(':id/withdrawal')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({ summary: 'Withdraw it; a place in the waiting list is given up' })
  withdraw(@Me() me: ResidentActor, @Param({ schema: byId }) { id }: ById): Promise<MyApplicationView> {
    return this.submitApplication.withdraw(me, id);
  }

  @Post(':id/appeal')
  @Needs('applications.own')
  @Answers(contract.myApplicationView)
  @ApiOperation({ summary: 'Appeal against a rejection, once' })
  appeal(
    @Me() me: ResidentActor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.appealInput }) body: AppealInput,
  ): Promise<MyApplicationView> {
    return this.submitApplication.appeal(me, id, body);
  }
}
