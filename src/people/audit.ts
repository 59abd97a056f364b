import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { Clock } from '../platform/clock/clock.js';
import { send } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import type { Actor } from './actor.js';

export interface Deed {
  /** `class.published`: the kind of the subject, and what was done to it. */
  readonly action: `${string}.${string}`;
  readonly subjectId: string;
  /** What changed; never a document number, a code or a secret. */
  readonly facts?: Record<string, unknown>;
}

/** Who did it; no more of them is kept. */
type Doer = { readonly kind: 'system' } | { readonly kind: 'resident' | 'staff'; readonly id: string };

/** The log of everything that was done; written in the transaction of the deed. */
@Injectable()
export class Audit {
  constructor(private readonly clock: Clock) {}

  async record(tx: Tx, actor: Actor, ...deeds: readonly Deed[]): Promise<void> {
    if (deeds.length === 0) return;
    await this.recordAll(
      tx,
      deeds.map((deed) => ({ ...deed, actor })),
    );
  }

  /** The deeds of several people at once. */
  async recordAll(tx: Tx, deeds: readonly (Deed & { readonly actor: Doer })[]): Promise<void> {
    if (deeds.length === 0) return;
    await send(
      tx,
      `INSERT INTO audit_entries (id, at, actor_kind, actor_id, action, subject_kind, subject_id, facts)
       SELECT id, $1, actor_kind, actor_id, action, split_part(action, '.', 1), subject_id, facts
         FROM ROWS FROM (unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[]), jsonb_array_elements($7))
           AS d (id, actor_kind, actor_id, action, subject_id, facts)`,
      [
        this.clock.now().toString(),
        deeds.map(() => newId()),
        deeds.map(({ actor }) => actor.kind),
        deeds.map(({ actor }) => (actor.kind === 'system' ? null : actor.id)),
        deeds.map(({ action }) => action),
        deeds.map(({ subjectId }) => subjectId),
        JSON.stringify(deeds.map(({ facts = {} }) => facts)),
      ],
    );
  }
}
