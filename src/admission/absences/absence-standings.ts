import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { daysRemembered, standingOn, versionOn } from './absence.rules.js';
import type { CountedMark, Standing } from './absence.rules.js';
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
    const kinds = [...new Set(wishes.map(({ kind }) => kind))];
    const bars = new Set(kinds.filter((kind) => versionOn(versions, kind, today)?.rule));
    const asked = wishes.filter(({ kind }) => bars.has(kind)).map(({ residentId }) => residentId);
    const marks = await this.marksOf(manager, [...new Set(asked)]);
    return wishes.map(({ residentId, kind }) =>
      bars.has(kind) ? standingOn(versions, kind, marks.get(residentId) ?? [], today) : undefined,
    );
  }

  /** The marks of these people that count and may still bar, the oldest first. */
  private async marksOf(manager: EntityManager, residentIds: readonly string[]): Promise<Map<string, CountedMark[]>> {
    const marks = new Map<string, CountedMark[]>();
    if (residentIds.length === 0) return marks;
    const rows: Row[] = await manager.query(
      `SELECT id, resident_id, day::text, scope, reason, reason_en FROM absence_marks
        WHERE resident_id = ANY($1) AND state = 'counted' AND day > $2::date ORDER BY day`,
      [residentIds, this.clock.today().subtract({ days: daysRemembered }).toString()],
    );
    for (const row of rows) marks.set(row.resident_id, [...(marks.get(row.resident_id) ?? []), toMark(row)]);
    return marks;
  }
}

function toMark({ id, day, scope, reason, reason_en }: Row): CountedMark {
  return { id, day: Temporal.PlainDate.from(day), scope, reason: { zh: reason, en: reason_en } };
}
