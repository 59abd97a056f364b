import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import type { Actor } from './actor.js';
import { AuditEntry } from './audit-entry.entity.js';

export interface Deed {
  /** `class.published`: the kind of the subject, and what was done to it. */
  readonly action: `${string}.${string}`;
  readonly subjectId: string;
  /** What changed; never a document number, a code or a secret. */
  readonly facts?: Record<string, unknown>;
}

/** The log of everything that was done; written in the transaction of the deed. */
@Injectable()
export class Audit {
  constructor(private readonly clock: Clock) {}

  async record(tx: Tx, actor: Actor, ...deeds: readonly Deed[]): Promise<void> {
    if (deeds.length === 0) return;
    await tx.insert(
      AuditEntry,
      deeds.map(({ action, subjectId, facts = {} }) => ({
        id: newId(),
        at: this.clock.now(),
        actorKind: actor.kind,
        actorId: actor.kind === 'system' ? null : actor.id,
        action,
        subjectKind: action.slice(0, action.indexOf('.')),
        subjectId,
        facts: facts as never,
      })),
    );
  }
}
