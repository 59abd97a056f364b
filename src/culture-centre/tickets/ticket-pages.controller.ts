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
import { ticketsCalendar } from './ticket.ics.js';
import { ticketsPage } from './ticket.page.js';
import { TicketPages } from './ticket-pages.js';

const byKey = z.strictObject({ key: z.string().regex(/^[0-9a-f]{32}$/) });

interface ById {
  id: string;
}
interface ByKey {
  key: string;
}

/** Pages that whoever has their address may see: a family has one account and several phones. */
@ApiTags('culture centre: tickets')
@Controller('orders')
export class TicketPagesController {
  constructor(
    private readonly show: ShowTickets,
    private readonly pages: TicketPages,
  ) {}

  @Get(':id/tickets')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('text/html; charset=utf-8')
  @ApiOperation({ summary: 'The tickets of an order with their codes; the page works without a network' })
  async page(
    @Param({ schema: byId }) { id }: ById,
    @Query({ schema: byKey }) { key }: ByKey,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const tickets = await this.show.run(id, key);
    void reply.headers({ ...pageHeaders, 'cache-control': 'private, no-cache', 'referrer-policy': 'no-referrer' });
    return ticketsPage(tickets, { pdf: `tickets.pdf?key=${key}`, ics: `tickets.ics?key=${key}` });
  }

  @Get(':id/tickets.pdf')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('application/pdf')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The same to print, one ticket a page' })
  async pdf(@Param({ schema: byId }) { id }: ById, @Query({ schema: byKey }) { key }: ByKey): Promise<StreamableFile> {
    const tickets = await this.show.run(id, key);
    const name = `票 ${tickets[0]?.reference ?? ''}.pdf`;
    return new StreamableFile(await drawTickets(tickets), { type: 'application/pdf', disposition: attachment(name) });
  }

  @Get(':id/tickets.ics')
  @Open('the address holds a key that nobody guesses')
  @AnswersFile('text/calendar; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The same for a calendar' })
  async calendar(@Param({ schema: byId }) { id }: ById, @Query({ schema: byKey }) { key }: ByKey): Promise<string> {
    return ticketsCalendar(id, await this.show.run(id, key), this.pages.addressOf(id));
  }
}
