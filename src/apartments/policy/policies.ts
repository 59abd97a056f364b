import { Injectable } from '@nestjs/common';
import { IsNull, LessThanOrEqual, Not } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { PlainDate } from '../../kernel/time.js';
import { policyValues } from './policy.contract.js';
import type { PolicyValues } from './policy.contract.js';
import { ApartmentPolicy } from './policy.entity.js';
import { policyRefusals } from './policy.errors.js';

/** A published version. It never changes, so its id is all that a lease has to keep. */
export interface PolicyInForce {
  readonly id: string;
  readonly version: number;
  readonly values: PolicyValues;
}

/** The policies of the apartment houses, for everything that is decided by them. */
@Injectable()
export class Policies {
  /** The version that holds in a house on a day; refused with `policies.none_in_force` where there is none. */
  async inForce(manager: EntityManager, venueId: string, day: PlainDate): Promise<PolicyInForce> {
    const found = await manager.findOne(ApartmentPolicy, {
      where: { venueId, state: 'published', validFrom: LessThanOrEqual(day) },
      order: { validFrom: 'DESC' },
    });
    if (found) return { id: found.id, version: found.version, values: policyValues.parse(found.values) };
    const first = await manager.findOne(ApartmentPolicy, {
      where: { venueId, validFrom: Not(IsNull()) },
      order: { validFrom: 'ASC' },
    });
    const firstValidFrom = first?.validFrom?.toString() ?? null;
    throw policyRefusals.none_in_force({ venueId, on: day.toString(), firstValidFrom });
  }
}
