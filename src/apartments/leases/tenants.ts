import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Standings } from '../../people/index.js';

/** Says to the rest of the house who is a tenant on a day. */
@Injectable()
export class Tenants implements OnModuleInit {
  constructor(private readonly standings: Standings) {}

  onModuleInit(): void {
    this.standings.add('tenant', async (manager, residentIds, day) => {
      const rows: { resident_id: string }[] = await manager.query(
        `SELECT DISTINCT resident_id FROM leases WHERE resident_id = ANY ($1) AND state = 'let' AND period @> $2::date`,
        [residentIds, day.toString()],
      );
      return rows.map(({ resident_id }) => resident_id);
    });
  }
}
