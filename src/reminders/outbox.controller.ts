import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { containing } from '../platform/database/search.js';
import { pageHeaders } from '../platform/http/html.js';
import type { HttpReply, HttpRequest } from '../platform/http/request.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { Answers, AnswersFile, Open } from '../platform/http/route.js';
import { outboxPage } from './outbox.page.js';
import { outboxQuery, outboxView } from './reminders.contract.js';
import type { OutboxView } from './reminders.contract.js';
import { instantOf } from '../platform/database/sql-values.js';

const shown = 200;

/** Where messages end that no provider carries. In production there is no such address. */
@ApiTags('development')
@Controller('dev')
export class OutboxController {
  constructor(
    private readonly source: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Get('outbox')
  @Open('development only: whoever tries Linli out reads the codes here')
  @AnswersFile('text/html')
  @ApiOperation({ summary: 'The outbox as a page (development only)' })
  async page(
    @Query({ schema: outboxQuery }) { search = '' }: { search?: string },
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const letters = await this.letters(search, request);
    void reply.headers(pageHeaders);
    return outboxPage(letters, search);
  }

  @Get('outbox.json')
  @Open('development only: whoever tries Linli out reads the codes here')
  @Answers(outboxView)
  @ApiOperation({ summary: 'The outbox for programs (development only)' })
  json(
    @Query({ schema: outboxQuery }) { search = '' }: { search?: string },
    @Req() request: HttpRequest,
  ): Promise<OutboxView> {
    return this.letters(search, request);
  }

  /** Sign-in codes are read by whoever sits at this machine, not by the network that it may listen to. */
  private async letters(search: string, { ip }: HttpRequest): Promise<OutboxView> {
    if (!this.config.isDevelopment || !isThisMachine(ip)) throw requestRefusals.no_such_route({ method: 'GET' });
    const rows: { id: string; recipient: string; title: string; body: string; sent_at: Date }[] =
      await this.source.query(
        `SELECT * FROM outbox_letters WHERE recipient LIKE $1 OR title LIKE $1 OR body LIKE $1
          ORDER BY sent_at DESC, id DESC LIMIT $2`,
        [containing(search), shown],
      );
    const items = rows.map(({ id, recipient, title, body, sent_at }) => {
      const sentAt = isoIn(this.clock.zone, instantOf(sent_at));
      return { id, to: recipient, title, body, sentAt };
    });
    return { items };
  }
}

function isThisMachine(address: string): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(address);
}
