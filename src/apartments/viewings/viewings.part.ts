import type { FeaturePart } from '../../platform/feature-part.js';
import { BookViewing } from './book-viewing.service.js';
import { CloseViewings } from './close-viewings.service.js';
import { MarkViewing } from './mark-viewing.service.js';
import { MyViewingsController } from './my-viewings.controller.js';
import { SetViewingTimes } from './set-viewing-times.service.js';
import { ViewingListener } from './viewing-listener.js';
import { ViewingNotices } from './viewing-notices.js';
import { Viewing, ViewingTime } from './viewing.entity.js';
import { ViewingReminders } from './viewing.reminders.js';
import { ViewingsController } from './viewings.controller.js';
import { ViewingsQueries } from './viewings.queries.js';

export const viewings: FeaturePart = {
  entities: [Viewing, ViewingTime],
  controllers: [MyViewingsController, ViewingsController],
  providers: [
    BookViewing,
    CloseViewings,
    MarkViewing,
    SetViewingTimes,
    ViewingListener,
    ViewingNotices,
    ViewingReminders,
    ViewingsQueries,
  ],
};
