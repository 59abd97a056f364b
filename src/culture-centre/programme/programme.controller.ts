import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { byId } from '../../kernel/contract.js';
import { Caller, Needs } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { fileTypes } from '../../platform/http/files.js';
import { Once } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { Answers, Creates, TakesFile } from '../../platform/http/route.js';
import { importQuery, sheetFile } from '../../platform/sheets/sheet.contract.js';
import { CancelItem } from './cancel-item.service.js';
import { ChangeSlot } from './change-slot.service.js';
import { EditItems } from './edit-items.service.js';
import { ImportProgramme } from './import-programme.service.js';
import * as contract from './programme.contract.js';
import type { ItemChange, ItemInput, ItemPage, ItemsQuery, ItemView, ReasonInput } from './programme.contract.js';
import type { SlotChange, SlotsQuery, StaffSlot, StaffSlotPage } from './programme.contract.js';
import { programmeListResult } from './programme-list.contract.js';
import type { ProgrammeListResult } from './programme-list.contract.js';
import { ProgrammeQueries } from './programme.queries.js';
import { PublishItem } from './publish-item.service.js';
import { SlotsQueries } from './slots.queries.js';

interface ById {
  id: string;
}

@ApiTags('culture centre: programme')
@Controller()
export class ProgrammeController {
  constructor(
    private readonly queries: ProgrammeQueries,
    private readonly slots: SlotsQueries,
    private readonly edit: EditItems,
    private readonly importList: ImportProgramme,
    private readonly publishItem: PublishItem,
    private readonly cancelItem: CancelItem,
    private readonly changeSlot: ChangeSlot,
  ) {}

  @Get('programme-items')
  @Needs('programme.read')
  @Answers(contract.itemPage)
  @ApiOperation({ summary: 'Exhibitions and performances, drafts and all' })
  list(@Caller() actor: Actor, @Query({ schema: contract.itemsQuery }) query: ItemsQuery): Promise<ItemPage> {
    return this.queries.page(actor, query);
  }

  @Get('programme-items/:id')
  @Needs('programme.read')
  @Answers(contract.itemView)
  @ApiOperation({ summary: 'One exhibition or performance with its rules and prices' })
  read(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ItemView> {
    return this.queries.one(actor, id);
  }

  @Post('programme-items')
  @Needs('programme.edit')
  @Creates()
  @Answers(contract.itemView, 201)
  @ApiOperation({ summary: 'Add an exhibition or performance as a draft' })
  add(
    @Caller() actor: Actor,
    @Body({ schema: contract.itemInput }) body: ItemInput,
    @Once() once: OnceRequest | undefined,
  ): Promise<ItemView> {
    return this.edit.add(actor, body, once);
  }

  @Patch('programme-items/:id')
  @Needs('programme.edit')
  @Answers(contract.itemView)
  @ApiOperation({
    summary:
      'Change it; once published its slots follow: new days open, closed days are cancelled and everybody is told',
  })
  change(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.itemChange }) body: ItemChange,
  ): Promise<ItemView> {
    return this.edit.change(actor, id, body);
  }

  @Delete('programme-items/:id')
  @Needs('programme.edit')
  @Answers(contract.itemView)
  @ApiOperation({ summary: 'Remove a draft' })
  remove(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ItemView> {
    return this.edit.remove(actor, id);
  }

  @Post('programme-items/:id/publication')
  @Needs('programme.edit')
  @Answers(contract.itemView)
  @ApiOperation({ summary: 'Publish it: its slots are there and open at their time' })
  publish(@Caller() actor: Actor, @Param({ schema: byId }) { id }: ById): Promise<ItemView> {
    return this.publishItem.run(actor, id);
  }

  @Post('programme-items/:id/cancellation')
  @Needs('programme.edit')
  @Answers(contract.itemView)
  @ApiOperation({ summary: 'Cancel it with all slots to come; everybody who booked is told and owes nothing' })
  cancel(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reasonInput }) { reason }: ReasonInput,
  ): Promise<ItemView> {
    return this.cancelItem.run(actor, id, reason);
  }

  @Post('venues/:id/programme')
  @Needs('programme.edit')
  @Creates()
  @TakesFile(...fileTypes)
  @Answers(programmeListResult, 201)
  @ApiOperation({ summary: 'Import a programme (.csv or .xlsx) as drafts: all or nothing; ?dryRun=true previews' })
  importProgramme(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: importQuery }) { dryRun }: { dryRun: boolean },
    @Body({ schema: sheetFile }) file: Buffer,
    @Once() once: OnceRequest | undefined,
  ): Promise<ProgrammeListResult> {
    return this.importList.run(actor, id, file, dryRun, once);
  }

  @Get('slots')
  @Needs('programme.read')
  @Answers(contract.staffSlotPage)
  @ApiOperation({ summary: 'The slots of the next days, with places taken' })
  listSlots(@Caller() actor: Actor, @Query({ schema: contract.slotsQuery }) query: SlotsQuery): Promise<StaffSlotPage> {
    return this.slots.page(actor, query);
  }

  @Patch('slots/:id')
  @Needs('programme.edit')
  @Answers(contract.staffSlot)
  @ApiOperation({ summary: 'Change a slot: its places, its day and hours; who booked is told of a new time' })
  changeOne(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.slotChange }) body: SlotChange,
  ): Promise<StaffSlot> {
    return this.changeSlot.run(actor, id, body);
  }

  @Post('slots/:id/excusal')
  @Needs('programme.edit')
  @Answers(contract.staffSlot)
  @ApiOperation({ summary: 'It did not take place as it should: nobody who stayed away is marked for it' })
  excuse(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reasonInput }) { reason }: ReasonInput,
  ): Promise<StaffSlot> {
    return this.changeSlot.excuse(actor, id, reason);
  }

  @Post('slots/:id/cancellation')
  @Needs('programme.edit')
  @Answers(contract.staffSlot)
  @ApiOperation({ summary: 'Cancel a slot; everybody who booked is told and owes nothing' })
  cancelOne(
    @Caller() actor: Actor,
    @Param({ schema: byId }) { id }: ById,
    @Body({ schema: contract.reasonInput }) { reason }: ReasonInput,
  ): Promise<StaffSlot> {
    return this.changeSlot.cancel(actor, id, reason);
  }
}
