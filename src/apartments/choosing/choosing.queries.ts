import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { ChoosingRound } from './choosing.entity.js';
import type { RoundPage, RoundsQuery, RoundView, TurnView } from './choosing.contract.js';
import { instantOf } from '../../platform/database/sql-values.js';

interface TurnRow {
  application_id: string;
  reference: string;
  position: number;
  begins_at: Date;
  ends_at: Date;
  passes: number;
  outcome: TurnView['outcome'];
}

/** Rounds of choosing and their turns, as staff and applicants read them. */
@Injectable()
export class ChoosingQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<RoundView> {
    const venues = venuesWith(actor, 'leases.read');
    const found = await manager.findOneBy(ChoosingRound, venues ? { id, venueId: In([...venues]) } : { id });
    if (!found) throw requestRefusals.not_found();
    return { ...this.round(found), turns: await this.turns(manager, `t.round_id = $1`, [id]) };
  }

  async page(actor: Actor, query: RoundsQuery): Promise<RoundPage> {
    const { limit: take, offset: skip } = limits(query);
    const venues = venuesWith(actor, 'leases.read');
    const mine = venues?.filter((venue) => query.venueId === undefined || venue === query.venueId);
    const where = mine ? { venueId: In(mine) } : query.venueId === undefined ? {} : { venueId: query.venueId };
    const order = { startsAt: 'DESC', id: 'DESC' } as const;
    const [rounds, total] = await this.source.manager.findAndCount(ChoosingRound, { where, order, take, skip });
    return { items: rounds.map((round) => this.round(round)), total, page: query.page, size: query.size };
  }

  /** The turn of my application in the round that is running. */
  async own(residentId: string, applicationId: string, manager = this.source.manager): Promise<TurnView> {
    const where = `a.id = $1 AND a.resident_id = $2 AND r.state = 'running'`;
    const [turn] = await this.turns(manager, where, [applicationId, residentId]);
    if (!turn) throw requestRefusals.not_found();
    return turn;
  }

  private round({ id, venueId, startsAt, turnMinutes, passesAllowed, state }: ChoosingRound) {
    return { id, venueId, startsAt: isoIn(this.clock.zone, startsAt), turnMinutes, passesAllowed, state };
  }

  private async turns(manager: EntityManager, where: string, values: unknown[]): Promise<TurnView[]> {
    const rows: TurnRow[] = await manager.query(
      `SELECT t.application_id, a.reference, t.position, t.begins_at, t.ends_at, t.passes, t.outcome
         FROM choosing_turns t JOIN choosing_rounds r ON r.id = t.round_id
         JOIN apartment_applications a ON a.id = t.application_id WHERE ${where} ORDER BY t.position`,
      values,
    );
    const iso = (date: Date) => isoIn(this.clock.zone, instantOf(date));
    return rows.map(({ application_id: applicationId, begins_at, ends_at, ...row }) => {
      return { applicationId, ...row, from: iso(begins_at), until: iso(ends_at) };
    });
  }
}
