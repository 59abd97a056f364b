import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Answers } from '../platform/http/route.js';
import { byYear, calendarYearInput, calendarYearsView, calendarYearView } from './calendar.contract.js';
import type { CalendarYearInput, CalendarYearsView, CalendarYearView } from './calendar.contract.js';
import { EditCalendar } from './edit-calendar.service.js';

@ApiTags('school: holidays')
@Controller('calendar/years')
export class CalendarController {
  constructor(private readonly calendar: EditCalendar) {}

  @Get()
  @Needs('terms.read')
  @Answers(calendarYearsView)
  @ApiOperation({ summary: 'The years whose public holidays are known' })
  years(): Promise<CalendarYearsView> {
    return this.calendar.years();
  }

  @Get(':year')
  @Needs('terms.read')
  @Answers(calendarYearView)
  @ApiOperation({ summary: 'Holidays and make-up working days of a year, and sessions that fall on a holiday' })
  read(@Param({ schema: byYear }) { year }: { year: number }): Promise<CalendarYearView> {
    return this.calendar.year(year);
  }

  @Put(':year')
  @Needs('holidays.edit')
  @Answers(calendarYearView)
  @ApiOperation({ summary: 'Replace the list of a year; sessions are not moved by themselves' })
  replace(
    @Caller() actor: Actor,
    @Param({ schema: byYear }) { year }: { year: number },
    @Body({ schema: calendarYearInput }) body: CalendarYearInput,
  ): Promise<CalendarYearView> {
    return this.calendar.replace(actor, year, body);
  }
}
