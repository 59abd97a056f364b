import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { FlagColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';

export const renewalStates = ['asked', 'offered', 'agreed', 'declined', 'refused', 'lapsed'] as const;
export type RenewalState = (typeof renewalStates)[number];

/** The tenant may still answer, or answer otherwise; after an offer that lapsed, ask anew. */
export function isUnsettled(state: RenewalState): boolean {
  return state === 'asked' || state === 'declined' || state === 'lapsed';
}

/** What a tenant and the house agree about the time after a lease. */
@Entity('renewals')
@Index('renewals_by_next_lease', ['nextLeaseId'], { where: `next_lease_id IS NOT NULL` })
@Check('renewals_known_state', `state IN ('asked', 'offered', 'agreed', 'declined', 'refused', 'lapsed')`)
@Check('renewals_offered_with_lease', `state NOT IN ('offered', 'agreed') OR next_lease_id IS NOT NULL`)
@Check('renewals_no_with_reason', `state NOT IN ('declined', 'refused') OR reason IS NOT NULL`)
export class Renewal {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'renewals_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'renewals_of_lease' })
  leaseId: string;

  @TextColumn()
  state: RenewalState;

  /** They have bought a home and cannot move in yet. */
  @FlagColumn()
  awaitsOwnHome: boolean;

  /** Why the tenant or the house does not want to. */
  @TextColumn({ nullable: true })
  reason: string | null;

  @InstantColumn({ nullable: true })
  askedAt: Instant | null;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Lease, { name: 'renewals_lead_to_lease' })
  nextLeaseId: string | null;
}
