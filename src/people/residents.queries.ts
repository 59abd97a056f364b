import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock/clock.js';
import { containing, limits } from '../platform/database/search.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { ResidentPage, ResidentQuery, ResidentView } from './profile.contract.js';
import { Resident } from './resident.entity.js';
import { toResidentView } from './resident.view.js';

@Injectable()
export class ResidentsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(id: string): Promise<ResidentView> {
    const resident = await this.source.manager.findOneBy(Resident, { id });
    if (!resident) throw requestRefusals.not_found();
    return toResidentView(resident, this.clock.zone);
  }

  /** Found by part of the name or of the phone number; the newest first. */
  async page(query: ResidentQuery): Promise<ResidentPage> {
    const { limit, offset } = limits(query);
    const search = this.source.manager.createQueryBuilder(Resident, 'r').orderBy('r.id', 'DESC');
    if (query.search) {
      search.where('r.name LIKE :pattern OR r.phone LIKE :digits', {
        pattern: containing(query.search),
        digits: containing(query.search.replace(/\s/g, '')),
      });
    }
    const [residents, total] = await search.limit(limit).offset(offset).getManyAndCount();
    const items = residents.map((resident) => toResidentView(resident, this.clock.zone));
    return { items, total, page: query.page, size: query.size };
  }
}
