import { Controller, Get, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '../../kernel/text.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { xlsxFile, xlsxType } from '../../platform/http/files.js';
import { Answers, AnswersFile, Speaks } from '../../platform/http/route.js';
import { cultureReport, reportQuery } from './reports.contract.js';
import type { CultureReport, ReportQuery } from './reports.contract.js';
import { CultureReports } from './reports.queries.js';
import { ExportCultureReport } from './reports.xlsx.js';

@ApiTags('culture centre: reports')
@Controller()
export class ReportsController {
  constructor(
    private readonly reports: CultureReports,
    private readonly exportReport: ExportCultureReport,
  ) {}

  @Get('culture-report')
  @Needs('culture-reports.read')
  @Answers(cultureReport)
  @ApiOperation({ summary: 'Booked, came, absent and walk-ins by slot, with utilisation' })
  report(@Caller() actor: Actor, @Query({ schema: reportQuery }) query: ReportQuery): Promise<CultureReport> {
    return this.reports.page(actor, query);
  }

  @Get('culture-report.xlsx')
  @Needs('culture-reports.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The same for a spreadsheet, all slots of the period' })
  async file(
    @Caller() actor: Actor,
    @Query({ schema: reportQuery }) query: ReportQuery,
    @Speaks() language: Language,
  ): Promise<StreamableFile> {
    return xlsxFile(await this.exportReport.run(actor, query, language));
  }
}
