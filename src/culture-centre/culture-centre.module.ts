import { Module } from '@nestjs/common';
import type { Provider, Type } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { EditHalls } from './halls/edit-halls.service.js';
import { Hall } from './halls/hall.entity.js';
import { HallsController } from './halls/halls.controller.js';
import { HallsQueries } from './halls/halls.queries.js';
import { SeatMapVersion } from './halls/seat-map.entity.js';
import { SeatMaps } from './halls/seat-maps.js';
import { CancelItem } from './programme/cancel-item.service.js';
import { CancelSlots } from './programme/cancel-slots.js';
import { ChangeSlot } from './programme/change-slot.service.js';
import { EditItems } from './programme/edit-items.service.js';
import { ImportProgramme } from './programme/import-programme.service.js';
import { ProgrammeItem } from './programme/programme-item.entity.js';
import { Programme } from './programme/programme.js';
import { ProgrammeController } from './programme/programme.controller.js';
import { ProgrammeQueries } from './programme/programme.queries.js';
import { PublishItem } from './programme/publish-item.service.js';
import { ReplanSlots } from './programme/replan-slots.js';
import { SlotNotices } from './programme/slot-notices.js';
import { Slot } from './programme/slot.entity.js';
import { SlotsQueries } from './programme/slots.queries.js';
import { WhatsOnController } from './programme/whats-on.controller.js';
import { WhatsOn } from './programme/whats-on.queries.js';

export const cultureCentreEntities: EntityTarget<ObjectLiteral>[] = [Hall, ProgrammeItem, SeatMapVersion, Slot];

const controllers: Type[] = [HallsController, ProgrammeController, WhatsOnController];

const halls: Provider[] = [EditHalls, HallsQueries, SeatMaps];
const programme: Provider[] = [
  CancelItem,
  CancelSlots,
  ChangeSlot,
  EditItems,
  ImportProgramme,
  Programme,
  ProgrammeQueries,
  PublishItem,
  ReplanSlots,
  SlotNotices,
  SlotsQueries,
  WhatsOn,
];

/** The culture centre: what is shown, who comes when, on which seat, and who is let in. */
@Module({ controllers, providers: [...halls, ...programme] })
export class CultureCentreModule {}
