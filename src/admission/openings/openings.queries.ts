import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isoIn, Temporal } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Opening } from './opening.entity.js';
import { calledBy, stateOf } from './opening.rules.js';
import type { Happened, OpeningView } from './openings.contract.js';

interface Count {
  what: string;
  count: string;
  second: Date;
}

const none: Happened = { tickets: 0, called: 0, asked: 0, placed: 0, waiting: 0, repeated: 0, refused: 0 };
const fields: Readonly<Record<string, keyof Happened>> = {
  ticket: 'tickets',
  called: 'called',
  asked: 'asked',
  placed: 'placed',
  waiting: 'waiting',
  repeated: 'repeated',
};

const latelyMs = 5_000;

/** An opening as staff watch it. */
@Injectable()
export class OpeningsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string): Promise<OpeningView> {
    const opening = await this.source.manager.findOneBy(Opening, { id });
    const venues = venuesWith(actor, 'openings.read');
    if (!opening || (venues && !venues.includes(opening.venueId))) throw requestRefusals.not_found();
    const [totals, minute, places] = await Promise.all([this.totals(id), this.lastMinute(id), this.places(id)]);
    const now = this.clock.now();
    const iso = (instant: Temporal.Instant) => isoIn(this.clock.zone, instant);
    return {
      id,
      title: opening.title,
      titleEn: opening.titleEn,
      state: stateOf(opening, now),
      opensAt: iso(opening.opensAt),
      closesAt: iso(opening.closesAt),
      pausedAt: opening.pausedAt && iso(opening.pausedAt),
      notice: opening.notice,
      noticeEn: opening.noticeEn,
      waitingRoom: this.waitingRoom(opening),
      total: sum(totals),
      lately: sum(minute.filter(({ second }) => now.epochMilliseconds - second.getTime() <= latelyMs)),
      refusals: totals
        .filter(({ what }) => what.startsWith('refused '))
        .map(({ what, count }) => ({ code: what.slice('refused '.length), count: Number(count) })),
      lastMinute: this.bySecond(minute),
      places,
    };
  }

  private waitingRoom(opening: Opening): OpeningView['waitingRoom'] {
    const { perSecond, rate, issued, pausedAt } = opening;
    if (perSecond === null) return null;
    const called = Math.min(issued, Math.floor(calledBy(opening, this.clock.now())));
    const waiting = issued - called;
    const waitSeconds = pausedAt || rate === 0 ? null : Math.ceil(waiting / rate);
    return { perSecond, rate: Math.round(rate * 10) / 10, issued, called, waiting, waitSeconds };
  }

  private totals(id: string): Promise<Count[]> {
    return this.source.query(
      `SELECT what, sum(count) AS count FROM opening_counts WHERE opening_id = $1
        GROUP BY what ORDER BY sum(count) DESC, what`,
      [id],
    );
  }

  private lastMinute(id: string): Promise<Count[]> {
    return this.source.query(
      `SELECT what, count, second FROM opening_counts WHERE opening_id = $1 AND second > $2 ORDER BY second`,
      [id, this.clock.now().subtract({ seconds: 60 }).toString()],
    );
  }

  private places(id: string): Promise<OpeningView['places']> {
    return this.source.query(
      `SELECT id, title, title_en AS "titleEn", capacity, taken, waiting FROM pools
        WHERE opening_id = $1 AND ended_at IS NULL ORDER BY taken::float8 / capacity DESC, waiting DESC, title, id`,
      [id],
    );
  }

  private bySecond(counts: readonly Count[]): OpeningView['lastMinute'] {
    const seconds = new Map<number, Count[]>();
    for (const one of counts) seconds.set(one.second.getTime(), [...(seconds.get(one.second.getTime()) ?? []), one]);
    return [...seconds].map(([ms, some]) => ({
      second: isoIn(this.clock.zone, Temporal.Instant.fromEpochMilliseconds(ms)),
      ...sum(some),
    }));
  }
}

function sum(counts: readonly Count[]): Happened {
  const sums = { ...none };
  for (const { what, count } of counts) sums[fields[what] ?? 'refused'] += Number(count);
  return sums;
}
