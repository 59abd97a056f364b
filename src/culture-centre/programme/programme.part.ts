import type { FeaturePart } from '../../platform/feature-part.js';
import { CancelItem } from './cancel-item.service.js';
import { CancelSlots } from './cancel-slots.js';
import { ChangeSlot } from './change-slot.service.js';
import { EditItems } from './edit-items.service.js';
import { ImportProgramme } from './import-programme.service.js';
import { ProgrammeItem } from './programme-item.entity.js';
import { ProgrammeController } from './programme.controller.js';
import { Programme } from './programme.js';
import { ProgrammeQueries } from './programme.queries.js';
import { PublishItem } from './publish-item.service.js';
import { ReplanSlots } from './replan-slots.js';
import { SlotNotices } from './slot-notices.js';
import { Slot } from './slot.entity.js';
import { SlotsQueries } from './slots.queries.js';
import { WhatsOnController } from './whats-on.controller.js';
import { WhatsOn } from './whats-on.queries.js';

export const programme: FeaturePart = {
  entities: [ProgrammeItem, Slot],
  controllers: [ProgrammeController, WhatsOnController],
  providers: [
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
  ],
};
