import { Injectable } from '@nestjs/common';
import { isBefore, isoIn, Temporal } from '../../kernel/time.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { ScanInput, ScanResults, ScansInput } from './gates.contract.js';
import { SlotAbsences } from '../orders/slot-absences.js';
import type { Gate } from './gate.entity.js';
import { Gates } from './gates.js';

type Result = ScanResults['results'][number];

interface TicketRow {
  id: string;
  issue: number;
  state: string;
  /** The gate lets in to its hall. */
  is_here: boolean;
  is_cancelled: boolean;
  opens_at: Date;
  ends_at: Date;
  /** The last thing that happened with it at a gate. */
  last_direction: 'in' | 'out' | null;
  entered_gate: string | null;
  entered_device: string | null;
  entered_at: Date | null;
}

/**
 * Takes what a gate's device saw. With a network the house has the last word: a ticket that is inside already is refused.
 * What was decided without one has happened and is kept as it was; where two gates let the same ticket in, both entries
 * stay and the report names them.
 */
@Injectable()
export class RecordScans {
  constructor(
    private readonly transactions: Transactions,
    private readonly gates: Gates,
    private readonly absences: SlotAbsences,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, gateId: string, { device, scans }: ScansInput): Promise<ScanResults> {
    return this.transactions.run(async (tx) => {
      const gate = await this.gates.find(tx, actor, gateId);
      const once = [...new Map(scans.map((scan) => [scan.scanId, scan])).values()];
      await this.absences.cameAfterAll(tx, actor, await this.letInOffline(tx, once, gate));
      const tickets = await this.lockTickets(tx, once, gate);
      const known = await this.knownScans(tx, once);
      const results = new Map<string, Result>();
      const fresh: (ScanInput & { readonly result: Result })[] = [];
      for (const scan of once) {
        const ticket = tickets.get(scan.ticketId);
        const before = known.get(scan.scanId);
        const result = before ? { ...before, outcome: 'known' as const } : this.decide(scan, ticket);
        results.set(scan.scanId, result);
        if (before || !ticket) continue;
        fresh.push({ ...scan, result });
        if (result.decision === 'admitted') this.apply(ticket, scan, gate.name, device);
      }
      await this.write(tx, actor, gateId, device, fresh);
      return { results: scans.map(({ scanId }) => results.get(scanId) as Result) };
    });
  }

  /** Tickets of this venue that its device let in by itself. Read before they are locked: people are locked before tickets. */
  private async letInOffline(tx: Tx, scans: readonly ScanInput[], { venueId }: Gate): Promise<string[]> {
    const came = scans.filter((scan) => scan.offline && scan.direction === 'in' && scan.decision === 'admitted');
    const rows: { id: string }[] = await tx.query(
      `SELECT t.id FROM tickets t JOIN slots s ON s.id = t.slot_id JOIN programme_items i ON i.id = s.item_id
        WHERE t.id = ANY ($1) AND i.venue_id = $2`,
      [came.map(({ ticketId }) => ticketId), venueId],
    );
    return rows.map(({ id }) => id);
  }

  private decide(scan: ScanInput, ticket: TicketRow | undefined): Result {
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
    if (ticket.issue !== scan.issue) return refuse('replaced');
    if (ticket.is_cancelled) return refuse('cancelled');
    if (ticket.state !== 'valid') return refuse(ticket.state);
    if (!ticket.is_here) return refuse('other_slot');
    if (isBefore(now, instantOf(ticket.opens_at))) return refuse('not_yet');
    if (!isBefore(now, instantOf(ticket.ends_at))) return refuse('expired');
    return before ? refuse('already_used') : { ...asSeen, reason: null };
  }

  /** What those after it in the same batch find. */
  private apply(ticket: TicketRow, scan: ScanInput, gate: string, device: string): void {
    ticket.last_direction = scan.direction;
    if (scan.direction === 'out') return;
    ticket.entered_gate = gate;
    ticket.entered_device = device;
    ticket.entered_at = new Date(Temporal.Instant.from(scan.at).epochMilliseconds);
  }

  private entry({ entered_gate: gate, entered_device: device, entered_at: at }: TicketRow): Result['enteredBefore'] {
    if (gate === null || device === null || at === null) return null;
    return { gate, device, at: isoIn(this.clock.zone, instantOf(at)) };
  }

  /** Locked, so that of two gates that ask at once one is refused. */
  private async lockTickets(
    tx: Tx,
    scans: readonly ScanInput[],
    { venueId, hallId }: Gate,
  ): Promise<Map<string, TicketRow>> {
    const ids = scans.map(({ ticketId }) => ticketId);
    await tx.query(`SELECT 1 FROM tickets WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, [ids]);
    const rows: TicketRow[] = await tx.query(
      `SELECT t.id, t.issue, t.state, $3::uuid IS NULL OR s.hall_id = $3 AS is_here, s.cancelled_at IS NOT NULL AS is_cancelled,
              lower(s.during) - make_interval(mins => (i.rules->>'doorsOpenMinutes')::int) AS opens_at,
              upper(s.during) AS ends_at, l.direction AS last_direction, e.gate AS entered_gate, e.device AS entered_device,
              e.at AS entered_at
         FROM tickets t JOIN slots s ON s.id = t.slot_id JOIN programme_items i ON i.id = s.item_id
         LEFT JOIN LATERAL (SELECT direction FROM gate_scans x WHERE x.ticket_id = t.id AND x.decision = 'admitted'
                             ORDER BY x.at DESC, x.received_at DESC, x.id DESC LIMIT 1) l ON true
         LEFT JOIN LATERAL (SELECT g.name AS gate, x.device, x.at FROM gate_scans x JOIN gates g ON g.id = x.gate_id
                             WHERE x.ticket_id = t.id AND x.decision = 'admitted' AND x.direction = 'in'
                             ORDER BY x.at DESC, x.id DESC LIMIT 1) e ON true
        WHERE t.id = ANY ($1) AND i.venue_id = $2`,
      [ids, venueId, hallId],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async knownScans(tx: Tx, scans: readonly ScanInput[]): Promise<Map<string, Omit<Result, 'outcome'>>> {
    const rows: { id: string; decision: Result['decision']; reason: string | null }[] = await tx.query(
      `SELECT id, decision, reason FROM gate_scans WHERE id = ANY ($1)`,
      [scans.map(({ scanId }) => scanId)],
    );
    return new Map(rows.map(({ id, decision, reason }) => [id, { scanId: id, decision, reason, enteredBefore: null }]));
  }

  private async write(
    tx: Tx,
    actor: StaffActor,
    gateId: string,
    device: string,
    scans: readonly (ScanInput & { readonly result: Result })[],
  ): Promise<void> {
    if (scans.length === 0) return;
    const rows = scans.map(({ scanId, ticketId, issue, direction, at, offline, result }) => {
      return {
        id: scanId,
        ticket_id: ticketId,
        issue,
        direction,
        at,
        offline,
        decision: result.decision,
        reason: result.reason,
      };
    });
    await tx.query(
      `WITH scans AS (
         INSERT INTO gate_scans (id, gate_id, device, ticket_id, issue, direction, decision, reason, at, offline, staff_id,
                                 received_at)
         SELECT id, $2, $3, ticket_id, issue, direction, decision, reason, at, offline, $4, $5
           FROM json_to_recordset($1) AS s (id uuid, ticket_id uuid, issue int, direction text, decision text, reason text,
                                            at timestamptz, offline boolean)
         ON CONFLICT (id) DO NOTHING
         RETURNING ticket_id, at, direction, decision)
       UPDATE tickets t SET entered_at = least(t.entered_at, s.at)
         FROM (SELECT ticket_id, min(at) AS at FROM scans WHERE direction = 'in' AND decision = 'admitted'
                GROUP BY ticket_id) s
        WHERE t.id = s.ticket_id`,
      [JSON.stringify(rows), gateId, device, actor.id, this.clock.now().toString()],
    );
  }
}
