import { Controller, Get, Param, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import type { Language } from '../../kernel/text.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { xlsxFile, xlsxType } from '../../platform/http/files.js';
import { Answers, AnswersFile, Speaks } from '../../platform/http/route.js';
import { leasePreview, leasePreviewFilter, leasePreviewQuery } from './lease-preview.contract.js';
import type { LeasePreview, LeasePreviewFilter, LeasePreviewQuery } from './lease-preview.contract.js';
import { ExportLeasePreview } from './lease-preview.xlsx.js';
import { PreviewOnLeases } from './preview-on-leases.service.js';

interface ById {
  id: string;
}

/** Names of tenants are in it, so it needs the right to read leases; the version is found by the right to read policies. */
@ApiTags('apartments: policy')
@Controller('apartment-policies')
export class LeasePreviewController {
  constructor(
    private readonly preview: PreviewOnLeases,
    private readonly exportPreview: ExportLeasePreview,
  ) {}

  @Get(':id/leases')
  @Needs('leases.read')
  @Answers(leasePreview)
  @ApiOperation({ summary: 'What a version would mean for each lease that runs today, at its next renewal' })
  page(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: leasePreviewQuery }) query: LeasePreviewQuery,
  ): Promise<LeasePreview> {
    return this.preview.page(actor, id, query);
  }

  @Get(':id/leases.xlsx')
  @Needs('leases.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The same as a file: all leases, and the totals' })
  async sheet(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: leasePreviewFilter }) query: LeasePreviewFilter,
    @Speaks() language: Language,
  ): Promise<StreamableFile> {
    return xlsxFile(await this.exportPreview.run(actor, id, query, language));
  }
}
