import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import { venuesWith } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { limits } from '../platform/database/search.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { instantOf } from '../platform/database/sql-values.js';
import type { TermPage, TermView } from './terms.contract.js';

interface Row {
  id: string;
  name: string;
  name_en: string;
  venue_id: string;
  starts_on: string;
  ends_on: string;
  enrolment_opens_at: Date;
  enrolment_closes_at: Date;
  classes_per_person: number;
  min_age: number | null;
  max_age: number | null;
  audience: 'everyone' | 'zone';
  payment_hours: number;
  full_refund_days: number;
  release_hours: number | null;
  created_at: Date;
  classes: string;
  places: string;
  taken: string;
}

const atVenues = `($1::uuid[] IS NULL OR t.venue_id = ANY($1))`;

@Injectable()
export class TermsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<TermView> {
    const [row] = await this.rows(manager, actor, `t.id = $2`, [id], 1, 0);
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  /** The latest first. */
  async page(actor: Actor, query: { page: number; size: number }): Promise<TermPage> {
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [Row[], { total: string }[]] = await Promise.all([
      this.rows(this.source.manager, actor, `true`, [], limit, offset),
      this.source.query(`SELECT count(*) AS total FROM terms t WHERE ${atVenues}`, [venuesWith(actor, 'terms.read')]),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: Number(counted?.total ?? 0), page: query.page, size: query.size };
  }

  private rows(
    manager: EntityManager,
    actor: Actor,
    where: string,
    values: unknown[],
    limit: number,
    offset: number,
  ): Promise<Row[]> {
    const n = values.length + 1;
    return manager.query(
      `SELECT t.*, t.starts_on::text, t.ends_on::text,
              coalesce(n.classes, 0) AS classes, coalesce(n.places, 0) AS places, coalesce(n.taken, 0) AS taken
         FROM terms t
         LEFT JOIN LATERAL (SELECT count(*) AS classes, sum(p.capacity) AS places, sum(p.taken) AS taken
                              FROM classes c JOIN pools p ON p.id = c.pool_id
                             WHERE c.term_id = t.id AND c.state <> 'cancelled') n ON true
        WHERE ${atVenues} AND ${where}
        ORDER BY t.starts_on DESC, t.id DESC LIMIT $${n + 1} OFFSET $${n + 2}`,
      [venuesWith(actor, 'terms.read'), ...values, limit, offset],
    );
  }

  private view(row: Row): TermView {
    const { zone } = this.clock;
    return {
      id: row.id,
      name: row.name,
      nameEn: row.name_en,
      venueId: row.venue_id,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      enrolmentOpensAt: isoIn(zone, instantOf(row.enrolment_opens_at)),
      enrolmentClosesAt: isoIn(zone, instantOf(row.enrolment_closes_at)),
      classesPerPerson: row.classes_per_person,
      minAge: row.min_age,
      maxAge: row.max_age,
      audience: row.audience,
      paymentHours: row.payment_hours,
      fullRefundDays: row.full_refund_days,
      releaseHours: row.release_hours,
      classes: Number(row.classes),
      places: Number(row.places),
      taken: Number(row.taken),
      createdAt: isoIn(zone, instantOf(row.created_at)),
    };
  }
}
