import { Module } from '@nestjs/common';
import type { Provider, Type } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { GateCounts } from './gates/gate-counts.queries.js';
import { Gate } from './gates/gate.entity.js';
import { GateLists } from './gates/gate-list.queries.js';
import { GateScan } from './gates/gate-scan.entity.js';
import { GateScans } from './gates/gate-scans.js';
import { GatePageController } from './gates/gate-page.controller.js';
import { GatesController } from './gates/gates.controller.js';
import { Gates } from './gates/gates.js';
import { LetWalkIn } from './gates/let-walk-in.service.js';
import { RecordScans } from './gates/record-scans.service.js';
import { AskForGroup } from './groups/ask-for-group.service.js';
import { DecideGroup } from './groups/decide-group.service.js';
import { GroupRequest } from './groups/group-request.entity.js';
import { GroupsController } from './groups/groups.controller.js';
import { GroupsQueries } from './groups/groups.queries.js';
import { EditHalls } from './halls/edit-halls.service.js';
import { Hall } from './halls/hall.entity.js';
import { HallsController } from './halls/halls.controller.js';
import { HallsQueries } from './halls/halls.queries.js';
import { SeatMapVersion } from './halls/seat-map.entity.js';
import { SeatMaps } from './halls/seat-maps.js';
import { AnswerOrderOffer } from './orders/answer-offer.service.js';
import { BookSlot } from './orders/book-slot.service.js';
import { CompleteOrder } from './orders/complete-order.service.js';
import { CountAbsences } from './orders/count-absences.service.js';
import { SlotAbsences } from './orders/slot-absences.js';
import { MoveOrder } from './orders/move-order.service.js';
import { OrderListener } from './orders/order-listener.js';
import { OrderNotices } from './orders/order-notices.js';
import { OrderReminders } from './orders/order.reminders.js';
import { ReleaseUnclaimed } from './orders/release-unclaimed.service.js';
import { OrdersController } from './orders/orders.controller.js';
import { Orders } from './orders/orders.queries.js';
import { OwnOrders } from './orders/own-order.js';
import { ReadVisitors } from './orders/read-visitors.js';
import { SeatsQueries } from './orders/seats.queries.js';
import { SlotRules } from './orders/slot-rules.js';
import { SlotsTaken } from './orders/slots-taken.js';
import { TransferTicket } from './orders/transfer-ticket.service.js';
import { WithdrawOrder } from './orders/withdraw-order.service.js';
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
import { ReportsController } from './reports/reports.controller.js';
import { CultureReports } from './reports/reports.queries.js';
import { ExportCultureReport } from './reports/reports.xlsx.js';
import { ShowTickets } from './tickets/show-tickets.service.js';
import { TicketDays } from './tickets/ticket-days.js';
import { TicketKey } from './tickets/ticket-key.entity.js';
import { TicketKeysController } from './tickets/ticket-keys.controller.js';
import { TicketKeys } from './tickets/ticket-keys.js';
import { TicketPagesController } from './tickets/ticket-pages.controller.js';
import { TicketPages } from './tickets/ticket-pages.js';
import { Ticket } from './tickets/ticket.entity.js';
import { Tickets } from './tickets/tickets.js';

export const cultureCentreEntities: EntityTarget<ObjectLiteral>[] = [
  Gate,
  GateScan,
  GroupRequest,
  Hall,
  ProgrammeItem,
  SeatMapVersion,
  Slot,
  Ticket,
  TicketKey,
];

const controllers: Type[] = [
  GatePageController,
  GatesController,
  GroupsController,
  HallsController,
  OrdersController,
  ProgrammeController,
  ReportsController,
  TicketKeysController,
  TicketPagesController,
  WhatsOnController,
];

const gates: Provider[] = [GateCounts, GateLists, Gates, GateScans, LetWalkIn, RecordScans];
const groups: Provider[] = [AskForGroup, DecideGroup, GroupsQueries];
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

const orders: Provider[] = [
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
];
const reports: Provider[] = [CultureReports, ExportCultureReport];
const tickets: Provider[] = [ShowTickets, TicketDays, TicketKeys, TicketPages, Tickets];

/** The culture centre: what is shown, who comes when, on which seat, and who is let in. */
@Module({ controllers, providers: [...gates, ...groups, ...halls, ...orders, ...programme, ...reports, ...tickets] })
export class CultureCentreModule {}
