import { Injectable } from '@nestjs/common';
import { readDate } from '../kernel/time.js';
import type { PlainDate } from '../kernel/time.js';
import { send } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import { Resident } from './resident.entity.js';

/** What rules about a person ask. */
export interface PersonFacts {
  readonly name: string | null;
  readonly birthOn: PlainDate | null;
  readonly livesInZone: boolean;
  readonly worksInZone: boolean;
}

interface Row {
  id: string;
  name: string | null;
  birth_on: string | null;
  lives_in_zone: boolean;
  works_in_zone: boolean;
}

/** What other floors do with residents: hold them still while something about them is decided. */
@Injectable()
export class Residents {
  /**
   * Locks these people in one order, so that two decisions about one person follow each other. Whoever locks a person
   * and other things locks the person first. Ids that nobody has are missing from the answer.
   */
  async lock(tx: Tx, ids: readonly string[]): Promise<Map<string, PersonFacts>> {
    const rows = await send<Row>(
      tx,
      `SELECT id, name, birth_on::text, lives_in_zone, works_in_zone FROM residents
        WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toFacts(row)]));
  }

  /** The caller has locked them. */
  async died(tx: Tx, id: string, on: PlainDate): Promise<void> {
    await tx.update(Resident, { id }, { diedOn: on });
  }
}

function toFacts(row: Row): PersonFacts {
  return {
    name: row.name,
    birthOn: row.birth_on === null ? null : readDate(row.birth_on),
    livesInZone: row.lives_in_zone,
    worksInZone: row.works_in_zone,
  };
}
