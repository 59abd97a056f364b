import { Injectable } from '@nestjs/common';
import { isBefore, isoIn, Temporal } from '../../kernel/time.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { SlotAbsences } from '../orders/slot-absences.js';
import { TicketKeys } from '../tickets/ticket-keys.js';
import type { Gate } from './gate.entity.js';
import { GateScans } from './gate-scans.js';
import type { FreshScan, KnownScan, ScannedTicket, ScanResult } from './gate-scans.js';
import { keptTime } from './gate-time.rules.js';
import type { ScanInput, ScanResults, ScansInput } from './gates.contract.js';
import { Gates } from './gates.js';

/**
 * Takes what a gate's device saw. With a network the house has the last word: a ticket that is inside already is refused.
 * What was decided without one, or before its answer came, has happened and is kept as it was; where two gates let the
 * same ticket in, both entries stay and the report names them.
 */
@Injectable()
export class RecordScans {
  constructor(
    private readonly transactions: Transactions,
    private readonly gates: Gates,
    private readonly scans: GateScans,
    private readonly keys: TicketKeys,
    private readonly absences: SlotAbsences,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, gateId: string, { device, scans }: ScansInput): Promise<ScanResults> {
    return this.transactions.run(async (tx) => {
      const gate = await this.gates.find(tx, actor, gateId);
      const once = [...new Map(scans.map((scan) => [scan.scanId, scan])).values()];
      await this.absences.cameAfterAll(tx, actor, await this.letInOffline(tx, once, gate));
      const tickets = await this.scans.lockTickets(tx, once, gate);
      const known = await this.scans.known(tx, once);
      const worthless = await this.keys.worthless(
        tx,
        once.flatMap(({ key }) => key ?? []),
      );
      const results = new Map<string, ScanResult>();
      const fresh: FreshScan[] = [];
      for (const seen of once) {
        const ticket = tickets.get(seen.ticketId);
        const { isOff, ...scan } = ticket ? this.timed(seen, ticket) : { ...seen, isOff: false };
        const before = known.get(scan.scanId);
        const isKnown = before !== undefined && !wentOtherwise(before, scan, gateId);
        const keptAt = isOff ? scan.at : null;
        const result = isKnown ? asKnown(before) : { ...this.decide(scan, ticket, worthless), keptAt };
        results.set(scan.scanId, result);
        if (isKnown || !ticket) continue;
        fresh.push({ ...scan, result });
        if (result.decision === 'admitted') this.apply(ticket, scan, gate.name, device);
      }
      await this.scans.write(tx, { gateId, device, staffId: actor.id, now: this.clock.now() }, fresh);
      return { results: scans.map(({ scanId }) => results.get(scanId) as ScanResult) };
    });
  }

  /** Tickets of this venue that its device let in by itself. Read before they are locked: people are locked before tickets. */
  private async letInOffline(tx: Tx, scans: readonly ScanInput[], gate: Gate): Promise<string[]> {
    const came = scans.filter((scan) => scan.offline && scan.direction === 'in' && scan.decision === 'admitted');
    return this.scans.ofVenue(
      tx,
      came.map(({ ticketId }) => ticketId),
      gate,
    );
  }

  /** With the time that is kept, by the clock of the house. */
  private timed(scan: ScanInput, ticket: ScannedTicket): ScanInput & { readonly isOff: boolean } {
    const seen = {
      at: Temporal.Instant.from(scan.at),
      offline: scan.offline,
      isAdmitted: scan.decision === 'admitted',
    };
    const { at, isOff } = keptTime(seen, { opensAt: instantOf(ticket.opens_at), now: this.clock.now() });
    return { ...scan, at: isoIn(this.clock.zone, at), isOff };
  }

  private decide(
    scan: ScanInput,
    ticket: ScannedTicket | undefined,
    worthless: ReadonlyMap<number, string>,
  ): Omit<ScanResult, 'keptAt'> {
    const { scanId, decision, reason } = scan;
    if (!ticket)
      return { scanId, outcome: 'unknown_ticket', decision: 'refused', reason: 'unknown_ticket', enteredBefore: null };
    const before = ticket.last_direction === 'in' ? this.entry(ticket) : null;
    const asSeen = { scanId, outcome: 'recorded' as const, decision, reason, enteredBefore: null };
    if (decision === 'refused') return { ...asSeen, reason: reason ?? 'refused' };
    if (scan.direction === 'out') return { ...asSeen, reason: null };
    if (scan.offline) return { ...asSeen, reason: null, enteredBefore: before };
    const refuse = (why: string) => ({ ...asSeen, decision: 'refused' as const, reason: why, enteredBefore: before });
    const now = this.clock.now();
    const keyIs = scan.key === null ? undefined : worthless.get(scan.key);
    if (keyIs) return refuse(keyIs);
    if (ticket.issue !== scan.issue) return refuse('replaced');
    if (ticket.is_cancelled) return refuse('cancelled');
    if (ticket.state !== 'valid') return refuse(ticket.state);
    if (!ticket.is_here) return refuse('other_slot');
    if (isBefore(now, instantOf(ticket.opens_at))) return refuse('not_yet');
    if (!isBefore(now, instantOf(ticket.ends_at))) return refuse('expired');
    return before ? refuse('already_used') : { ...asSeen, reason: null };
  }

  /** What those after it in the same batch find. */
  private apply(ticket: ScannedTicket, scan: ScanInput, gate: string, device: string): void {
    ticket.last_direction = scan.direction;
    if (scan.direction === 'out') return;
    ticket.entered_gate = gate;
    ticket.entered_device = device;
    ticket.entered_at = new Date(Temporal.Instant.from(scan.at).epochMilliseconds);
  }

  private entry({
    entered_gate: gate,
    entered_device: device,
    entered_at: at,
  }: ScannedTicket): ScanResult['enteredBefore'] {
    if (gate === null || device === null || at === null) return null;
    return { gate, device, at: isoIn(this.clock.zone, instantOf(at)) };
  }
}

/** The house had answered, and too late: its device did by itself what it tells now. */
function wentOtherwise(before: KnownScan, scan: ScanInput, gateId: string): boolean {
  const isSame = before.ticket_id === scan.ticketId && before.gate_id === gateId && before.direction === scan.direction;
  return isSame && !before.offline && scan.offline && before.decision !== scan.decision;
}

function asKnown({ id, decision, reason }: KnownScan): ScanResult {
  return { scanId: id, outcome: 'known', decision, reason, enteredBefore: null, keptAt: null };
}
