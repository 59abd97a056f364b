import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Hall } from './hall.entity.js';
import type { SeatMap } from './seat-map.contract.js';
import { SeatMapVersion } from './seat-map.entity.js';

/** What other parts ask of seat maps. A version never changes, so it is read once by a process. */
@Injectable()
export class SeatMaps {
  private readonly known = new Map<string, SeatMap>();

  constructor(private readonly source: DataSource) {}

  /** The latest version, with its number of seats; undefined where the hall has none. */
  async inForce(manager: EntityManager, hallId: string): Promise<{ version: number; seats: number } | undefined> {
    const [latest] = await manager.find(SeatMapVersion, {
      select: { hallId: true, version: true, seats: true },
      where: { hallId },
      order: { version: 'DESC' },
      take: 1,
    });
    return latest;
  }

  async version(hallId: string, version: number, manager: EntityManager = this.source.manager): Promise<SeatMap> {
    const key = `${hallId} ${version}`;
    const known = this.known.get(key);
    if (known) return known;
    const { map } = await manager.findOneByOrFail(SeatMapVersion, { hallId, version });
    this.known.set(key, map);
    return map;
  }

  async hallName(manager: EntityManager, hallId: string): Promise<string> {
    const hall = await manager.findOneBy(Hall, { id: hallId });
    if (!hall) throw requestRefusals.not_found();
    return hall.name;
  }
}
