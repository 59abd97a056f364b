import { Injectable } from '@nestjs/common';
import type { Instant } from '../../kernel/time.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Gate } from './gate.entity.js';
import type { ScanInput, ScanResults } from './gates.contract.js';

export type ScanResult = ScanResults['results'][number];
export type FreshScan = ScanInput & { readonly result: ScanResult };

/** A ticket as it stands while its scans are taken. */
export interface ScannedTicket {
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

export interface KnownScan {
  readonly id: string;
  readonly ticket_id: string;
  readonly gate_id: string;
  readonly direction: 'in' | 'out';
  readonly decision: ScanResult['decision'];
  readonly reason: string | null;
  readonly offline: boolean;
}

/** The rows of scans, and of the tickets that they are of. */
@Injectable()
export class GateScans {
  /** The tickets of the gate's venue; locked, so that of two gates that ask at once one is refused. */
  async lockTickets(
    tx: Tx,
    scans: readonly ScanInput[],
    { venueId, hallId }: Gate,
  ): Promise<Map<string, ScannedTicket>> {
    const ids = scans.map(({ ticketId }) => ticketId);
    await tx.query(`SELECT 1 FROM tickets WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, [ids]);
    const rows: ScannedTicket[] = await tx.query(
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

  /** Those of the tickets that are of the gate's venue. */
  async ofVenue(tx: Tx, ticketIds: readonly string[], { venueId }: Gate): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT t.id FROM tickets t JOIN slots s ON s.id = t.slot_id JOIN programme_items i ON i.id = s.item_id
        WHERE t.id = ANY ($1) AND i.venue_id = $2`,
      [ticketIds, venueId],
    );
    return rows.map(({ id }) => id);
  }

  async known(tx: Tx, scans: readonly ScanInput[]): Promise<Map<string, KnownScan>> {
    const rows: KnownScan[] = await tx.query(
      `SELECT id, ticket_id, gate_id, direction, decision, reason, offline FROM gate_scans WHERE id = ANY ($1)`,
      [scans.map(({ scanId }) => scanId)],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** A scan that the house had answered is written over by what its device then did without the answer. */
  async write(
    tx: Tx,
    at: { readonly gateId: string; readonly device: string; readonly staffId: string; readonly now: Instant },
    scans: readonly FreshScan[],
  ): Promise<void> {
    if (scans.length === 0) return;
    const rows = scans.map(({ scanId, ticketId, result, ...scan }) => ({
      ...{ id: scanId, ticket_id: ticketId, issue: scan.issue, direction: scan.direction, at: scan.at },
      ...{ offline: scan.offline, decision: result.decision, reason: result.reason },
    }));
    await tx.query(
      `INSERT INTO gate_scans (id, gate_id, device, ticket_id, issue, direction, decision, reason, at, offline, staff_id,
                               received_at)
       SELECT id, $2, $3, ticket_id, issue, direction, decision, reason, at, offline, $4, $5
         FROM json_to_recordset($1) AS s (id uuid, ticket_id uuid, issue int, direction text, decision text, reason text,
                                          at timestamptz, offline boolean)
       ON CONFLICT (id) DO UPDATE SET decision = excluded.decision, reason = excluded.reason, at = excluded.at,
                                      offline = true, received_at = excluded.received_at
        WHERE NOT gate_scans.offline AND excluded.offline AND gate_scans.ticket_id = excluded.ticket_id
          AND gate_scans.gate_id = excluded.gate_id AND gate_scans.direction = excluded.direction`,
      [JSON.stringify(rows), at.gateId, at.device, at.staffId, at.now.toString()],
    );
    await tx.query(
      `UPDATE tickets t SET entered_at = (SELECT min(x.at) FROM gate_scans x WHERE x.ticket_id = t.id
                                             AND x.direction = 'in' AND x.decision = 'admitted')
        WHERE t.id = ANY ($1)`,
      [rows.filter(({ direction }) => direction === 'in').map(({ ticket_id: id }) => id)],
    );
  }
}
