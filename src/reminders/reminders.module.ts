import { Global, Module } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { DeliverMessages } from './deliver-messages.service.js';
import { Housekeeping } from './housekeeping.service.js';
import { Message } from './message.entity.js';
import { MessagesController } from './messages.controller.js';
import { Messages } from './messages.js';
import { MessagesQueries } from './messages.queries.js';
import { NotedMessages } from './noted-messages.entity.js';
import { OutboxController } from './outbox.controller.js';
import { PlanReminders } from './plan-reminders.service.js';
import { ReminderSources } from './reminder-source.js';
import { RetryMessage } from './retry-message.service.js';
import { SendReminders } from './send-reminders.service.js';

export const remindersEntities: EntityTarget<ObjectLiteral>[] = [Message, NotedMessages];

/** Who is told what, when, and whether it arrived. */
@Global()
@Module({
  controllers: [MessagesController, OutboxController],
  providers: [
    Messages,
    ReminderSources,
    PlanReminders,
    SendReminders,
    DeliverMessages,
    MessagesQueries,
    RetryMessage,
    Housekeeping,
  ],
  exports: [Messages, ReminderSources],
})
export class RemindersModule {}
