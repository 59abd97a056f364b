import { Controller, Get, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '../../kernel/text.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { xlsxType, xlsxFile } from '../../platform/http/files.js';
import { Answers, AnswersFile, Speaks } from '../../platform/http/route.js';
import { LettingRates } from './letting-rates.queries.js';
import { ExportLettingRates } from './letting-rates.xlsx.js';
import {
  endedLeasesPage,
  endedLeasesQuery,
  ratesQuery,
  ratesView,
  unitNightsPage,
  unitNightsQuery,
} from './lettings.contract.js';
import type {
  EndedLeasesPage,
  EndedLeasesQuery,
  RatesQuery,
  RatesView,
  UnitNightsPage,
  UnitNightsQuery,
} from './lettings.contract.js';

@ApiTags('apartments: rates')
@Controller()
export class LettingRatesController {
  constructor(
    private readonly rates: LettingRates,
    private readonly exportRates: ExportLettingRates,
    private readonly clock: Clock,
  ) {}

  @Get('letting-rates')
  @Needs('leases.read')
  @Answers(ratesView)
  @ApiOperation({ summary: 'Occupancy by nights and the renewal rate of a period, with names and reasons' })
  whole(@Caller() actor: Actor, @Query({ schema: ratesQuery }) query: RatesQuery): Promise<RatesView> {
    return this.rates.rates(actor, query, this.clock.today().toString());
  }

  @Get('letting-rates/units')
  @Needs('leases.read')
  @Answers(unitNightsPage)
  @ApiOperation({ summary: 'The nights behind the occupancy, unit by unit; of one building or layout where asked' })
  units(@Caller() actor: Actor, @Query({ schema: unitNightsQuery }) query: UnitNightsQuery): Promise<UnitNightsPage> {
    return this.rates.units(actor, query, this.clock.today().toString());
  }

  @Get('letting-rates/leases')
  @Needs('leases.read')
  @Answers(endedLeasesPage)
  @ApiOperation({
    summary: 'The leases behind the renewal rate, each with its outcome and why; of one outcome where asked',
  })
  leases(
    @Caller() actor: Actor,
    @Query({ schema: endedLeasesQuery }) query: EndedLeasesQuery,
  ): Promise<EndedLeasesPage> {
    return this.rates.ended(actor, query, this.clock.today().toString());
  }

  @Get('letting-rates.xlsx')
  @Needs('leases.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The rates of a period as a file: units with their nights, leases with names and reasons' })
  async sheet(
    @Caller() actor: Actor,
    @Query({ schema: ratesQuery }) query: RatesQuery,
    @Speaks() language: Language,
  ): Promise<StreamableFile> {
    return xlsxFile(await this.exportRates.run(actor, query, { today: this.clock.today().toString(), language }));
  }
}
