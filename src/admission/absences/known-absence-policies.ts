import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import { Config } from '../../platform/config/config.js';
import { Changes } from '../../platform/database/changes.js';
import type { AbsenceRule, PolicyVersion } from './absence.rules.js';

interface Row {
  scope: string;
  valid_from: string;
  absences: number | null;
  within_days: number | null;
  barred_days: number | null;
}

/**
 * The published versions as this process knows them, so that whoever books where absences do not bar costs no query.
 * What changes is read again at once; while the database cannot be heard, every question is put to it.
 */
@Injectable()
export class KnownAbsencePolicies {
  private known: readonly PolicyVersion[] | undefined;
  private version = 0;

  constructor(
    private readonly changes: Changes,
    private readonly config: Config,
  ) {
    changes.on('absence-policies', () => {
      this.version++;
      this.known = undefined;
    });
  }

  async all(manager: EntityManager): Promise<readonly PolicyVersion[]> {
    if (this.known && this.changes.isListening) return this.known;
    const { version } = this;
    const rows: Row[] = await manager.query(
      `SELECT scope, valid_from::text, absences, within_days, barred_days FROM absence_policies
        WHERE state = 'published' ORDER BY scope, valid_from`,
    );
    const read = rows.map(toVersion);
    if (this.config.env.MEMORY && version === this.version) this.known = read;
    return read;
  }
}

function toVersion({ scope, valid_from, ...row }: Row): PolicyVersion {
  return { scope, validFrom: Temporal.PlainDate.from(valid_from), rule: ruleOf(row) };
}

/** The three numbers of a version as they are kept: all there or none. */
export function ruleOf(row: Omit<Row, 'scope' | 'valid_from'>): AbsenceRule | null {
  const { absences, within_days: withinDays, barred_days: barredDays } = row;
  return absences === null || withinDays === null || barredDays === null ? null : { absences, withinDays, barredDays };
}
