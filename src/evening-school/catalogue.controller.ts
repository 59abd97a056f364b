import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../kernel/contract.js';
import type { Language } from '../kernel/text.js';
import { Answers, Open, Remembered, Speaks } from '../platform/http/route.js';
import { cataloguePage, classPage, classQuery, eveningView } from './catalogue.contract.js';
import type { CataloguePage, ClassPage, ClassQuery, EveningView } from './catalogue.contract.js';
import { Catalogue } from './catalogue.queries.js';
import { Tonight } from './tonight.queries.js';

@ApiTags('evening school')
@Controller('classes')
export class CatalogueController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly evenings: Tonight,
  ) {}

  @Get()
  @Open('the catalogue is for everybody')
  @Remembered('places')
  @Answers(cataloguePage)
  @ApiOperation({ summary: 'The catalogue of classes, with search' })
  page(@Query({ schema: classQuery }) query: ClassQuery): Promise<CataloguePage> {
    return this.catalogue.page(query);
  }

  @Get('tonight')
  @Open('the catalogue is for everybody')
  @Remembered('places')
  @Answers(eveningView)
  @ApiOperation({ summary: 'What is on today, else on the next evening' })
  tonight(): Promise<EveningView> {
    return this.evenings.evening();
  }

  @Get(':id')
  @Open('the catalogue is for everybody')
  @Remembered('places')
  @Answers(classPage)
  @ApiOperation({ summary: 'One class: places left, sessions, fee, ages and how to enrol' })
  read(@Param({ schema: byId }) { id }: { id: string }, @Speaks() language: Language): Promise<ClassPage> {
    return this.catalogue.one(id, language);
  }
}
