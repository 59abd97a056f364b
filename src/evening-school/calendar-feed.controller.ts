import { Controller, Delete, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Me, Needs } from '../people/index.js';
import type { ResidentActor } from '../people/index.js';
import { Once } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import type { HttpReply, HttpRequest } from '../platform/http/request.js';
import { Answers, AnswersFile, Creates, Open } from '../platform/http/route.js';
import { CalendarAddress } from './calendar-address.service.js';
import { bySecret, calendarEndedView, calendarView } from './calendar-feed.contract.js';
import type { CalendarEndedView, CalendarView } from './calendar-feed.contract.js';
import { CalendarFeeds } from './calendar-feed.queries.js';

@ApiTags('evening school')
@Controller()
export class CalendarFeedController {
  constructor(
    private readonly address: CalendarAddress,
    private readonly feeds: CalendarFeeds,
  ) {}

  @Post('me/calendar')
  @Needs('timetable.own')
  @Creates()
  @Answers(calendarView, 201)
  @ApiOperation({ summary: 'Make the secret address of my calendar, or a new one; the old one ends' })
  renew(@Me() me: ResidentActor, @Once() once: OnceRequest | undefined): Promise<CalendarView> {
    return this.address.renew(me, once);
  }

  @Get('me/calendar')
  @Needs('timetable.own')
  @Answers(calendarView)
  @ApiOperation({ summary: 'The secret address of my calendar' })
  show(@Me() me: ResidentActor): Promise<CalendarView> {
    return this.address.show(me);
  }

  @Delete('me/calendar')
  @Needs('timetable.own')
  @Answers(calendarEndedView)
  @ApiOperation({ summary: 'End the secret address of my calendar' })
  end(@Me() me: ResidentActor): Promise<CalendarEndedView> {
    return this.address.end(me);
  }

  @Get('calendars/:secret.ics')
  @Open('calendar programs cannot sign in; the address itself is the secret')
  @AnswersFile('text/calendar; charset=utf-8')
  @ApiOperation({ summary: 'The calendar behind a secret address, as iCalendar' })
  async read(
    @Param({ schema: bySecret }) { secret }: { secret: string },
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string | undefined> {
    const { text, etag, lastModified } = await this.feeds.read(secret);
    void reply.headers({ etag, 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' });
    if (lastModified) void reply.header('last-modified', new Date(lastModified.epochMilliseconds).toUTCString());
    if (request.headers['if-none-match'] !== etag) return text;
    void reply.status(304);
    return undefined;
  }
}
