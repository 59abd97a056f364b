import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import type { Language } from '../../kernel/text.js';
import { Answers, Open, Remembered, Speaks } from '../../platform/http/route.js';
import { itemOnPage, itemSlotsQuery, slotList, whatsOnPage, whatsOnQuery } from './whats-on.contract.js';
import type { ItemOnPage, ItemSlotsQuery, SlotList, WhatsOnPage, WhatsOnQuery } from './whats-on.contract.js';
import { WhatsOn } from './whats-on.queries.js';

@ApiTags('culture centre')
@Controller('programme')
export class WhatsOnController {
  constructor(private readonly whatsOn: WhatsOn) {}

  @Get()
  @Open('the programme is for everybody')
  @Remembered('places')
  @Answers(whatsOnPage)
  @ApiOperation({ summary: 'What is on: exhibitions and performances, with search' })
  page(@Query({ schema: whatsOnQuery }) query: WhatsOnQuery): Promise<WhatsOnPage> {
    return this.whatsOn.page(query);
  }

  @Get(':id')
  @Open('the programme is for everybody')
  @Remembered('places')
  @Answers(itemOnPage)
  @ApiOperation({ summary: 'One exhibition or performance: prices and how to book' })
  read(@Param({ schema: byId }) { id }: { id: string }, @Speaks() language: Language): Promise<ItemOnPage> {
    return this.whatsOn.one(id, language);
  }

  @Get(':id/slots')
  @Open('the programme is for everybody')
  @Remembered('places')
  @Answers(slotList)
  @ApiOperation({ summary: 'Its slots of some days, with places left' })
  slots(
    @Param({ schema: byId }) { id }: { id: string },
    @Query({ schema: itemSlotsQuery }) query: ItemSlotsQuery,
  ): Promise<SlotList> {
    return this.whatsOn.slots(id, query);
  }
}
