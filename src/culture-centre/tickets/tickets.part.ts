import type { FeaturePart } from '../../platform/feature-part.js';
import { ShowTickets } from './show-tickets.service.js';
import { TicketDays } from './ticket-days.js';
import { TicketKey } from './ticket-key.entity.js';
import { TicketKeysController } from './ticket-keys.controller.js';
import { TicketKeys } from './ticket-keys.js';
import { TicketPagesController } from './ticket-pages.controller.js';
import { TicketPages } from './ticket-pages.js';
import { Ticket } from './ticket.entity.js';
import { Tickets } from './tickets.js';

export const tickets: FeaturePart = {
  entities: [Ticket, TicketKey],
  controllers: [TicketKeysController, TicketPagesController],
  providers: [ShowTickets, TicketDays, TicketKeys, TicketPages, Tickets],
};
