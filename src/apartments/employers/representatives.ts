import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ResidentActor } from '../../people/index.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Employer } from './employer.entity.js';

/** Who may act for an employer: the row of the appointment says so, and every query goes through it. */
@Injectable()
export class Representatives {
  /** The employer, where this resident represents it today; anybody else finds none. */
  async employerOf(manager: EntityManager, me: ResidentActor, employerId: string): Promise<Employer> {
    const employer = await manager
      .createQueryBuilder(Employer, 'e')
      .where('e.id = :employerId', { employerId })
      .andWhere(
        `EXISTS (SELECT FROM employer_representatives r
                  WHERE r.employer_id = e.id AND r.resident_id = :me AND r.ended_at IS NULL)`,
        { me: me.id },
      )
      .getOne();
    if (!employer) throw requestRefusals.not_found();
    return employer;
  }
}
