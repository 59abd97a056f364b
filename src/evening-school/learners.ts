import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Standings } from '../people/index.js';

/** Says to the rest of the house who is a learner on a day: whoever has a place in a class of a term that is not over. */
@Injectable()
export class Learners implements OnModuleInit {
  constructor(private readonly standings: Standings) {}

  onModuleInit(): void {
    this.standings.add('learner', async (manager, residentIds, day) => {
      const rows: { resident_id: string }[] = await manager.query(
        `SELECT DISTINCT b.resident_id FROM bookings b JOIN classes c ON c.pool_id = b.pool_id
           JOIN terms m ON m.id = c.term_id
          WHERE b.resident_id = ANY ($1) AND b.state = 'confirmed' AND m.ends_on >= $2::date`,
        [residentIds, day.toString()],
      );
      return rows.map(({ resident_id }) => resident_id);
    });
  }
}
