import { Check, Entity, ForeignKey, Index } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Staff } from '../../people/index.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { Gate } from './gate.entity.js';

/** What happened at a gate, as its device saw it. The device makes the id: sent twice it is one scan. */
@Entity('gate_scans')
@Index('gate_scans_by_ticket', ['ticketId', 'at'])
@Index('gate_scans_by_gate', ['gateId', 'at'])
@Check('gate_scans_known_direction', `direction IN ('in', 'out')`)
@Check('gate_scans_known_decision', `decision IN ('admitted', 'refused')`)
@Check('gate_scans_refused_has_reason', `(decision = 'refused') = (reason IS NOT NULL)`)
export class GateScan {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Gate, { name: 'gate_scans_at_gate' })
  gateId: string;

  /** The device as it calls itself. */
  @TextColumn()
  device: string;

  @UuidColumn()
  @ForeignKey(() => Ticket, { name: 'gate_scans_of_ticket' })
  ticketId: string;

  @IntColumn()
  issue: number;

  @TextColumn()
  direction: 'in' | 'out';

  @TextColumn()
  decision: 'admitted' | 'refused';

  @TextColumn({ nullable: true })
  reason: string | null;

  /** By the clock of the device without a network, as far as that can be true; else by the house's. */
  @InstantColumn()
  at: Instant;

  /** Decided without a network, and told later. */
  @FlagColumn()
  offline: boolean;

  @UuidColumn()
  @ForeignKey(() => Staff, { name: 'gate_scans_by_staff' })
  staffId: string;

  @InstantColumn()
  receivedAt: Instant;
}
