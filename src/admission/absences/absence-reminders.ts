import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Text } from '../../kernel/text.js';
import type { Temporal } from '../../kernel/time.js';
import type { AbsenceSubject } from './absence-marks.js';
import { orElseMarked } from './absence.messages.js';
import { AbsenceStandings } from './absence-standings.js';

/** Somebody is to be reminded of something that they would be marked for. */
export interface RemindedPlace {
  readonly residentId: string;
  /** The kind of pool: `class`. */
  readonly kind: string;
  readonly subject: AbsenceSubject;
  /** The last moment at which the place may be given back without a mark. */
  readonly until: Temporal.ZonedDateTime;
  /** In the feature's words: ask for leave, give the place back. */
  readonly how: Text;
}

/** What reminders of features say of absences. */
@Injectable()
export class AbsenceReminders {
  constructor(private readonly standings: AbsenceStandings) {}

  /**
   * For each reminder, in its order, the sentence that it adds: until when the place is given back without a mark, and
   * how many there are already. Null where absences do not bar or this one is excused, so that nobody is warned of nothing.
   */
  async sentences(manager: EntityManager, places: readonly RemindedPlace[]): Promise<(Text | null)[]> {
    const standings = await this.standings.of(manager, places);
    const excused = standings.some(Boolean) ? await this.excused(manager, places) : new Set();
    return places.map(({ how, until, subject }, index) => {
      const standing = standings[index];
      return standing && !excused.has(nameOf(subject)) ? orElseMarked(how, until, standing) : null;
    });
  }

  private async excused(manager: EntityManager, places: readonly RemindedPlace[]): Promise<Set<string>> {
    const rows: AbsenceSubject[] = await manager.query(
      `SELECT subject_kind AS kind, subject_id AS id FROM absence_excusals
        WHERE (subject_kind, subject_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))`,
      [places.map(({ subject }) => subject.kind), places.map(({ subject }) => subject.id)],
    );
    return new Set(rows.map(nameOf));
  }
}

function nameOf({ kind, id }: AbsenceSubject): string {
  return `${kind} ${id}`;
}
