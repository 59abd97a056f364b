import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { daysRemembered, standingOn, versionOn } from './absence.rules.js';
import type { Bar, CountedMark, PolicyVersion, Standing } from './absence.rules.js';
import { KnownAbsencePolicies } from './known-absence-policies.js';

/** Whose standing is asked for, with which kind of pool. */
export interface StandingWish {
  readonly residentId: string;
  readonly kind: string;
}

interface Row {
  id: string;
  resident_id: string;
  day: string;
  scope: string;
  reason: string;
  reason_en: string;
}

/** How people stand, read for many at once; nothing is asked where absences bar nobody. */
@Injectable()
export class AbsenceStandings {
  constructor(
    private readonly policies: KnownAbsencePolicies,
    private readonly clock: Clock,
  ) {}

  /** For each wish, in its order; undefined where absences do not bar today. */
  async of(manager: EntityManager, wishes: readonly StandingWish[]): Promise<(Standing | undefined)[]> {
    const versions = await this.policies.all(manager);
    const today = this.clock.today();
    const rows = await this.marksOf(manager, versions, wishes);
    return wishes.map(({ residentId, kind }) =>
      standingOn(versions, kind, (rows.get(residentId) ?? []).map(toMark), today),
    );
  }

  /** For each wish, in its order, the bar alone. In a rush thousands ask, and few of them have marks enough. */
  async bars(manager: EntityManager, wishes: readonly StandingWish[]): Promise<(Bar | null)[]> {
    const versions = await this.policies.all(manager);
    const fewest = Math.min(...versions.map(({ rule }) => rule?.absences ?? Infinity));
    const today = this.clock.today();
    const rows = await this.marksOf(manager, versions, wishes);
    return wishes.map(({ residentId, kind }) => {
      const marks = rows.get(residentId) ?? [];
      if (marks.length < fewest) return null;
      return standingOn(versions, kind, marks.map(toMark), today)?.bar ?? null;
    });
  }

  /** The marks of these people that count and may still bar, the oldest first; nothing is asked where none can bar. */
  private async marksOf(
    manager: EntityManager,
    versions: readonly PolicyVersion[],
    wishes: readonly StandingWish[],
  ): Promise<Map<string, Row[]>> {
    const marks = new Map<string, Row[]>();
    const today = this.clock.today();
    const kinds = [...new Set(wishes.map(({ kind }) => kind))];
    const barring = new Set(kinds.filter((kind) => versionOn(versions, kind, today)?.rule));
    if (barring.size === 0) return marks;
    const rows: Row[] = await manager.query(
      `SELECT id, resident_id, day::text, scope, reason, reason_en FROM absence_marks
        WHERE resident_id = ANY($1) AND state = 'counted' AND day > $2::date ORDER BY day`,
      [
        [...new Set(wishes.flatMap(({ residentId, kind }) => (barring.has(kind) ? [residentId] : [])))],
        today.subtract({ days: daysRemembered }).toString(),
      ],
    );
    for (const row of rows) marks.set(row.resident_id, [...(marks.get(row.resident_id) ?? []), row]);
    return marks;
  }
}

function toMark({ id, day, scope, reason, reason_en }: Row): CountedMark {
  return { id, day: Temporal.PlainDate.from(day), scope, reason: { zh: reason, en: reason_en } };
}
