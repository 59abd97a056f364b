import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PlainDate } from '../kernel/time.js';

/** What somebody is to the house because of what a feature knows of them. */
export type Standing = 'tenant' | 'learner';

type Source = (manager: EntityManager, residentIds: readonly string[], day: PlainDate) => Promise<readonly string[]>;

/** Features say who is a tenant or a learner; other features ask without knowing them. */
@Injectable()
export class Standings {
  private readonly sources = new Map<Standing, Source>();

  /** `source` answers which of these people have the standing on that day. */
  add(standing: Standing, source: Source): void {
    if (this.sources.has(standing)) throw new Error(`Two features say who is a ${standing}.`);
    this.sources.set(standing, source);
  }

  async has(manager: EntityManager, standing: Standing, residentId: string, day: PlainDate): Promise<boolean> {
    const found = await this.sources.get(standing)?.(manager, [residentId], day);
    return found?.includes(residentId) ?? false;
  }
}
