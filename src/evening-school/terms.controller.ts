import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import { Caller, Needs } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { fileTypes, xlsxType, xlsxFile } from '../platform/http/files.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { importQuery, sheetFile } from '../platform/sheets/sheet.contract.js';
import { importResultView } from './course-list.contract.js';
import { Answers, AnswersFile, Creates, TakesFile } from '../platform/http/route.js';
import type { ImportResultView } from './course-list.contract.js';
import { ExportCourseList } from './course-list.xlsx.js';
import { ImportCourseList } from './import-course-list.service.js';
import { PlanTerm } from './plan-term.service.js';
import { newTerm, termChange, termPage, termsQuery, termView } from './terms.contract.js';
import type { NewTerm, TermChange, TermPage, TermView } from './terms.contract.js';
import { TermsQueries } from './terms.queries.js';

interface ById {
  id: string;
}

@ApiTags('school: terms')
@Controller('terms')
export class TermsController {
  constructor(
    private readonly queries: TermsQueries,
    private readonly plan: PlanTerm,
    private readonly importList: ImportCourseList,
    private readonly exportList: ExportCourseList,
  ) {}

  @Get()
  @Needs('terms.read')
  @Answers(termPage)
  @ApiOperation({ summary: 'Terms, the latest first' })
  list(
    @Caller() actor: Actor,
    @Query({ schema: termsQuery }) query: { page: number; size: number },
  ): Promise<TermPage> {
    return this.queries.page(actor, query);
  }

  @Post()
  @Needs('terms.edit')
  @Creates()
  @Answers(termView, 201)
  @ApiOperation({ summary: 'Add a term' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: newTerm }) body: NewTerm,
    @Once() once: OnceRequest | undefined,
  ): Promise<TermView> {
    return this.plan.add(actor, body, once);
  }

  @Get(':id')
  @Needs('terms.read')
  @Answers(termView)
  @ApiOperation({ summary: 'One term' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<TermView> {
    return this.queries.one(actor, id);
  }

  @Patch(':id')
  @Needs('terms.edit')
  @Answers(termView)
  @ApiOperation({ summary: 'Change a term; its enrolment rules are carried to all its classes' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: termChange }) body: TermChange,
  ): Promise<TermView> {
    return this.plan.change(actor, id, body);
  }

  @Post(':id/course-list')
  @Needs('classes.edit')
  @Creates()
  @TakesFile(...fileTypes)
  @Answers(importResultView, 201)
  @ApiOperation({ summary: 'Import the course list (.csv or .xlsx): all of it or nothing; ?dryRun=true only previews' })
  importCourseList(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: importQuery }) { dryRun }: { dryRun: boolean },
    @Body({ schema: sheetFile }) file: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<ImportResultView> {
    return this.importList.run(actor, id, file, dryRun, once);
  }

  @Get(':id/course-list.xlsx')
  @Needs('classes.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The course list as a file that can be changed and imported again' })
  async exportCourseList(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<StreamableFile> {
    return xlsxFile(await this.exportList.run(actor, id));
  }
}
