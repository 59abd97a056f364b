import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import type { NewMessage } from './messages.js';

/** What a feature asks to have said at its time, computed from what is true now. */
export interface ReminderSource {
  /** `evening-school.classes`; stays the same for ever, planned rows carry it. */
  readonly name: string;
  /** Everything due within [from, until). What is not among it is withdrawn. */
  due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]>;
}

@Injectable()
export class ReminderSources {
  private readonly sources = new Map<string, ReminderSource>();

  add(source: ReminderSource): void {
    if (this.sources.has(source.name)) throw new Error(`There are two reminder sources called ${source.name}.`);
    this.sources.set(source.name, source);
  }

  all(): readonly ReminderSource[] {
    return [...this.sources.values()];
  }
}
