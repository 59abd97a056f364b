import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { HallList, HallView, SeatMapView } from './halls.contract.js';
import { seatsOf, zoneCounts } from './seat-map.rules.js';
import { SeatMaps } from './seat-maps.js';

interface Row {
  id: string;
  venue_id: string;
  name: string;
  name_en: string;
  kind: HallView['kind'];
  version: number | null;
  seats: number;
  made_at: Date;
}

const select = `
  SELECT h.id, h.venue_id, h.name, h.name_en, h.kind, m.version, m.seats, m.made_at
    FROM halls h LEFT JOIN LATERAL (
      SELECT * FROM seat_maps x WHERE x.hall_id = h.id ORDER BY x.version DESC LIMIT 1) m ON true`;

@Injectable()
export class HallsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly seatMaps: SeatMaps,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<HallView> {
    const [row]: Row[] = await manager.query(
      `${select} WHERE h.id = $1 AND ($2::uuid[] IS NULL OR h.venue_id = ANY ($2))`,
      [id, venuesWith(actor, 'halls.read')],
    );
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  /** A house has few halls: all of them, by venue and name. */
  async list(actor: Actor, venueId: string | undefined): Promise<HallList> {
    const rows: Row[] = await this.source.query(
      `${select} WHERE ($1::uuid[] IS NULL OR h.venue_id = ANY ($1)) AND ($2::uuid IS NULL OR h.venue_id = $2)
        ORDER BY h.venue_id, h.name LIMIT 500`,
      [venuesWith(actor, 'halls.read'), venueId ?? null],
    );
    return { items: rows.map((row) => this.view(row)) };
  }

  async seatMap(actor: Actor, id: string): Promise<SeatMapView> {
    const { seatMap } = await this.one(actor, id);
    if (!seatMap) throw requestRefusals.not_found();
    const map = await this.seatMaps.version(id, seatMap.version);
    return { hallId: id, version: seatMap.version, seats: seatsOf(map).length, zones: zoneCounts(map), map };
  }

  private view({ id, venue_id: venueId, name, name_en: nameEn, kind, version, seats, made_at: madeAt }: Row): HallView {
    const made = version === null ? null : { version, seats, madeAt: isoIn(this.clock.zone, instantOf(madeAt)) };
    return { id, venueId, name, nameEn, kind, seatMap: made };
  }
}
