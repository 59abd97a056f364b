import type { FeaturePart } from '../../platform/feature-part.js';
import { AnswerOrderOffer } from './answer-offer.service.js';
import { BookSlot } from './book-slot.service.js';
import { CompleteOrder } from './complete-order.service.js';
import { CountAbsences } from './count-absences.service.js';
import { MoveOrder } from './move-order.service.js';
import { OrderListener } from './order-listener.js';
import { OrderNotices } from './order-notices.js';
import { OrderReminders } from './order.reminders.js';
import { OrdersController } from './orders.controller.js';
import { Orders } from './orders.queries.js';
import { OwnOrders } from './own-order.js';
import { ReadVisitors } from './read-visitors.js';
import { ReleaseUnclaimed } from './release-unclaimed.service.js';
import { SeatsQueries } from './seats.queries.js';
import { SlotAbsences } from './slot-absences.js';
import { SlotRules } from './slot-rules.js';
import { SlotsTaken } from './slots-taken.js';
import { TransferTicket } from './transfer-ticket.service.js';
import { WithdrawOrder } from './withdraw-order.service.js';

export const orders: FeaturePart = {
  entities: [],
  controllers: [OrdersController],
  providers: [
    AnswerOrderOffer,
    BookSlot,
    CompleteOrder,
    CountAbsences,
    MoveOrder,
    OrderListener,
    OrderNotices,
    OrderReminders,
    Orders,
    OwnOrders,
    ReadVisitors,
    ReleaseUnclaimed,
    SeatsQueries,
    SlotAbsences,
    SlotRules,
    SlotsTaken,
    TransferTicket,
    WithdrawOrder,
  ],
};
