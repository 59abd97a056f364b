import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn, Temporal } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { CalendarDay, CalendarYear } from './calendar-day.entity.js';
import type { CalendarYearInput, CalendarYearsView, CalendarYearView } from './calendar.contract.js';
import { schoolRefusals } from './school.errors.js';
import { instantOf } from '../platform/database/sql-values.js';

/** Staff read and edit the table of public holidays, year by year. */
@Injectable()
export class EditCalendar {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async years(): Promise<CalendarYearsView> {
    const items: { year: number; published: boolean; source: string; days: string }[] = await this.source.query(
      `SELECT y.year, y.published, y.source, (SELECT count(*) FROM calendar_days d WHERE d.year = y.year) AS days
         FROM calendar_years y ORDER BY y.year DESC`,
    );
    return { items: items.map((item) => ({ ...item, days: Number(item.days) })) };
  }

  year(year: number): Promise<CalendarYearView> {
    return this.view(this.source.manager, year);
  }

  /** Replaces the list of a year. Sessions stay where they are; the answer names those that now fall on a holiday. */
  replace(actor: Actor, year: number, input: CalendarYearInput): Promise<CalendarYearView> {
    assertDaysOfYear(year, input);
    return this.transactions.run(async (tx) => {
      // Two who replace the same year follow each other.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli.calendar ' || $1))`, [String(year)]);
      const { published, source } = input;
      await tx.delete(CalendarYear, { year });
      await tx.insert(CalendarYear, { year, published, source, changedAt: this.clock.now() });
      const days = input.days.map(({ date, ...rest }) => ({ ...rest, day: Temporal.PlainDate.from(date), year }));
      await tx.insert(CalendarDay, days);
      await this.markProvisional(tx, year, !published);
      const facts = { published, source, days: days.length };
      await this.audit.record(tx, actor, { action: 'calendar_year.replaced', subjectId: String(year), facts });
      return this.view(tx, year);
    });
  }

  private async markProvisional(tx: Tx, year: number, provisional: boolean): Promise<void> {
    await tx.query(
      `UPDATE class_sessions SET provisional = $2
        WHERE provisional <> $2 AND lower(during) >= $3 AND extract(year FROM lower(during) AT TIME ZONE $4) = $1
          AND lower(during) > $5`,
      [year, provisional, `${year - 1}-12-31`, this.clock.zone, this.clock.now().toString()],
    );
  }

  private async view(manager: EntityManager, year: number): Promise<CalendarYearView> {
    const known = await manager.findOneBy(CalendarYear, { year });
    const days = await manager.find(CalendarDay, { where: { year }, order: { day: 'ASC' } });
    const sessions: { id: string; name: string; starts_at: Date }[] = await manager.query(
      `SELECT s.id, k.name, lower(s.during) AS starts_at
         FROM class_sessions s JOIN classes c ON c.id = s.class_id JOIN courses k ON k.id = c.course_id
         JOIN calendar_days d ON d.day = (lower(s.during) AT TIME ZONE $2)::date AND d.kind = 'holiday' AND d.year = $1
        WHERE s.state = 'scheduled' AND c.state <> 'cancelled' AND lower(s.during) > $3
        ORDER BY lower(s.during) LIMIT 500`,
      [year, this.clock.zone, this.clock.now().toString()],
    );
    return {
      year,
      published: known?.published ?? false,
      source: known?.source ?? null,
      days: days.map(({ day, kind, name, nameEn }) => ({ date: day.toString(), kind, name, nameEn })),
      sessionsOnHolidays: sessions.map(({ id, name, starts_at }) => {
        return { sessionId: id, course: name, startsAt: isoIn(this.clock.zone, instantOf(starts_at)) };
      }),
    };
  }
}

function assertDaysOfYear(year: number, { days }: CalendarYearInput): void {
  const seen = new Set<string>();
  for (const { date } of days) {
    if (Number(date.slice(0, 4)) !== year) throw schoolRefusals.day_outside_year({ date, year });
    if (seen.has(date)) throw schoolRefusals.day_twice({ date });
    seen.add(date);
  }
}
