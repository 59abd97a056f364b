import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { fileTypes, xlsxType, xlsxFile } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, AnswersFile, Creates, TakesFile } from '../../platform/http/route.js';
import { importQuery, sheetFile } from '../../platform/sheets/sheet.contract.js';
import { EditUnits } from './edit-units.service.js';
import { ImportUnitList } from './import-unit-list.service.js';
import { unitListResult } from './unit-list.contract.js';
import type { UnitListResult } from './unit-list.contract.js';
import { ExportUnitList } from './unit-list.xlsx.js';
import { buildingChange, buildingInput, buildingList, buildingsQuery, buildingView } from './units.contract.js';
import type { BuildingChange, BuildingInput, BuildingList, BuildingsQuery, BuildingView } from './units.contract.js';
import { UnitsQueries } from './units.queries.js';

interface ById {
  id: string;
}

@ApiTags('apartments: units')
@Controller()
export class BuildingsController {
  constructor(
    private readonly queries: UnitsQueries,
    private readonly edit: EditUnits,
    private readonly importList: ImportUnitList,
    private readonly exportList: ExportUnitList,
  ) {}

  @Get('buildings')
  @Needs('units.read')
  @Answers(buildingList)
  @ApiOperation({ summary: 'The buildings of the apartment houses' })
  list(@Caller() actor: Actor, @Query({ schema: buildingsQuery }) { venueId }: BuildingsQuery): Promise<BuildingList> {
    return this.queries.buildings(actor, venueId);
  }

  @Post('buildings')
  @Needs('units.edit')
  @Creates()
  @Answers(buildingView, 201)
  @ApiOperation({ summary: 'Add a building' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: buildingInput }) body: BuildingInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<BuildingView> {
    return this.edit.addBuilding(actor, body, once);
  }

  @Patch('buildings/:id')
  @Needs('units.edit')
  @Answers(buildingView)
  @ApiOperation({ summary: 'Rename a building' })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: buildingChange }) body: BuildingChange,
  ): Promise<BuildingView> {
    return this.edit.changeBuilding(actor, id, body);
  }

  @Post('apartment-houses/:id/unit-list')
  @Needs('units.edit')
  @Creates()
  @TakesFile(...fileTypes)
  @Answers(unitListResult, 201)
  @ApiOperation({
    summary: 'Import the unit list (.csv or .xlsx) of a house, by its venue: all or nothing; ?dryRun=true previews',
  })
  importUnitList(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: importQuery }) { dryRun }: { dryRun: boolean },
    @Body({ schema: sheetFile }) file: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<UnitListResult> {
    return this.importList.run(actor, id, file, dryRun, once);
  }

  @Get('apartment-houses/:id/unit-list.xlsx')
  @Needs('units.read')
  @AnswersFile(xlsxType)
  @ApiOperation({ summary: 'The unit list of a house as a file that can be changed and imported again' })
  async exportUnitList(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<StreamableFile> {
    return xlsxFile(await this.exportList.run(actor, id));
  }
}
