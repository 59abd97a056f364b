import { Controller, Get, Header, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { byId } from '../../kernel/contract.js';
import { attachment } from '../../platform/http/files.js';
import { pageHeaders } from '../../platform/http/html.js';
import type { HttpReply } from '../../platform/http/request.js';
import { AnswersFile, Open } from '../../platform/http/route.js';
import { ShowTickets } from './show-tickets.service.js';
import { drawTickets } from './ticket.pdf.js';
import { cancelledCalendar, ticketsCalendar } from './ticket.ics.js';
import { ticketRefusals } from './ticket.errors.js';
import { ticketsPage } from './ticket.page.js';
import { TicketPages } from './ticket-pages.js';
import type { TicketPaper } from './ticket-paper.js';

const byKey = z.strictObject({ key: z.string().regex(/^[0-9a-f]{32}$/) });

interface ById {
  id: string;
}
interface ByKey {
  key: string;
}

/**
 * Pages that whoever has their address may see: a family has one account and several phones. An order's page shows its
 * tickets; one that was passed on has a page of its own.
 */
@ApiTags('culture centre: tickets')
@Controller()
export class TicketPagesController {
  constructor(
    private readonly show: ShowTickets,
    private readonly pages: TicketPages,
  ) {}

  @Get('orders/:id/tickets')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('text/html; charset=utf-8')
  @ApiOperation({ summary: 'The tickets of an order with their codes; the page works without a network' })
  async page(
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: byKey }) { key }: ByKey,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const tickets = await this.show.ofOrder(id, key);
    void reply.headers(headers);
    return ticketsPage(tickets, { pdf: `tickets.pdf?key=${key}`, ics: `tickets.ics?key=${key}` });
  }

  @Get('orders/:id/tickets.pdf')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('application/pdf')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The same to print, one ticket a page' })
  async pdf(@Param({ schema: byId }) { id }: ById, @Query({ schema: byKey }) { key }: ByKey): Promise<StreamableFile> {
    return pdfOf(await this.show.ofOrder(id, key));
  }

  @Get('orders/:id/tickets.ics')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('text/calendar; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The same for a calendar; cancelled where no ticket is valid' })
  async calendar(@Param({ schema: byId }) { id }: ById, @Query({ schema: byKey }) { key }: ByKey): Promise<string> {
    const tickets = await this.show.ofOrder(id, key);
    if (tickets.length === 0) return cancelledCalendar(id, await this.show.cancelled(id));
    return ticketsCalendar(id, tickets, this.pages.addressOf(id));
  }

  @Get('tickets/:id/page')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('text/html; charset=utf-8')
  @ApiOperation({ summary: 'One ticket with its code, to pass on' })
  async ticket(
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: byKey }) { key }: ByKey,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const tickets = await this.show.ofTicket(id, key);
    void reply.headers(headers);
    return ticketsPage(tickets, { pdf: `page.pdf?key=${key}`, ics: `page.ics?key=${key}` });
  }

  @Get('tickets/:id/page.pdf')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('application/pdf')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The same to print' })
  async ticketPdf(
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: byKey }) { key }: ByKey,
  ): Promise<StreamableFile> {
    return pdfOf(await this.show.ofTicket(id, key));
  }

  @Get('tickets/:id/page.ics')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('text/calendar; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The same for a calendar' })
  async ticketCalendar(
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: byKey }) { key }: ByKey,
  ): Promise<string> {
    const tickets = await this.show.ofTicket(id, key);
    if (tickets.length === 0) throw ticketRefusals.none_valid();
    return ticketsCalendar(id, tickets, this.pages.addressOfTicket(id));
  }
}

const headers = { ...pageHeaders, 'cache-control': 'private, no-cache', 'referrer-policy': 'no-referrer' };

async function pdfOf(tickets: readonly TicketPaper[]): Promise<StreamableFile> {
  const [first] = tickets;
  if (!first) throw ticketRefusals.none_valid();
  const disposition = attachment(`票 ${first.reference}.pdf`);
  return new StreamableFile(await drawTickets(tickets), { type: 'application/pdf', disposition });
}
