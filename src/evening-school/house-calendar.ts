import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { Between } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { HouseCalendar } from '../kernel/calendar.js';
import type { PlainDate } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { CalendarDay, CalendarYear } from './calendar-day.entity.js';
import { knownHolidays, knownHolidaysSource } from './known-holidays.js';

const firstYearSeeded = 2024;
const yearsAhead = 2;

/** The calendar of public holidays as the house keeps it: seeded for years that are missing, then edited by staff. */
@Injectable()
export class HouseCalendars implements OnApplicationBootstrap {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.transactions.run((tx) => this.seedMissingYears(tx));
  }

  /** The calendar of all years that these dates touch. */
  async between(manager: EntityManager, first: PlainDate, last: PlainDate): Promise<HouseCalendar> {
    const years = await manager.findBy(CalendarYear, { year: Between(first.year, last.year), published: true });
    const days = await manager.findBy(CalendarDay, { year: Between(first.year, last.year) });
    return new HouseCalendar(days, new Set(years.map(({ year }) => year)));
  }

  private async seedMissingYears(tx: Tx): Promise<void> {
    const kept = new Set((await tx.find(CalendarYear)).map(({ year }) => year));
    const last = this.clock.today().year + yearsAhead;
    for (let year = firstYearSeeded; year <= last; year++) {
      const days = kept.has(year) ? [] : knownHolidays(year);
      if (days.length > 0) await this.seed(tx, year, days);
    }
  }

  private async seed(tx: Tx, year: number, days: ReturnType<typeof knownHolidays>): Promise<void> {
    const made = await tx
      .createQueryBuilder()
      .insert()
      .into(CalendarYear)
      .values({ year, published: true, source: knownHolidaysSource, changedAt: this.clock.now() })
      .orIgnore()
      .returning('year')
      .execute();
    // Another process that starts at the same moment may have been first.
    if ((made.raw as unknown[]).length === 0) return;
    await tx.insert(
      CalendarDay,
      days.map((day) => ({ ...day, year })),
    );
  }
}
