import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import type { Text } from '../../kernel/text.js';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { ApplicationNotices } from '../applications/application-notices.js';
import { rejected } from '../applications/application.messages.js';
import { ApartmentBar } from './apartment-bar.entity.js';
import type { BarItem } from './apartment-bar.entity.js';
import { barRefusals } from './bar.errors.js';
import { barred } from './bar.messages.js';

/** A bar that holds for a person, as it is shown and refused with. */
export interface BarInForce {
  readonly id: string;
  readonly item: BarItem;
  readonly reason: string;
  readonly reasonEn: string;
  readonly from: string;
  readonly lastDay: string;
  readonly appealWords: string | null;
  readonly appealedAt: Date | null;
}

export interface FalseData {
  readonly residentId: string;
  readonly venueId: string;
  readonly item: BarItem;
  readonly reason: Text;
  /** How long the policy bars them; 0: not at all. */
  readonly months: number;
  readonly foundIn: { readonly applicationId: string } | { readonly leaseId: string };
}

/** The documents that people are known by: the one they have now, and those that they ever applied with. */
const knownDocuments = `
  SELECT id AS resident_id, document_hash FROM residents WHERE id = ANY($1)
  UNION SELECT resident_id, document_hash FROM apartment_applications WHERE resident_id = ANY($1)`;

/** Who is barred. Whoever lets somebody take a step holds their row first, so that a bar comes before it or after it. */
@Injectable()
export class Bars {
  constructor(
    private readonly messages: Messages,
    private readonly notices: ApplicationNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The longest bar of each of these people that has one today, by account or by identity document. */
  async inForce(manager: EntityManager, residentIds: readonly string[]): Promise<Map<string, BarInForce>> {
    const rows: (BarInForce & { residentId: string })[] = await manager.query(
      `SELECT DISTINCT ON (k.resident_id) k.resident_id AS "residentId", b.id, b.item, b.reason,
              b.reason_en AS "reasonEn", lower(b.period)::text AS "from", (upper(b.period) - 1)::text AS "lastDay",
              b.appeal_words AS "appealWords", b.appealed_at AS "appealedAt"
         FROM (${knownDocuments}) k
         JOIN apartment_bars b ON b.resident_id = k.resident_id OR b.document_hashes @> ARRAY[k.document_hash]
        WHERE b.lifted_at IS NULL AND b.period @> $2::date
        ORDER BY k.resident_id, upper(b.period) DESC, b.id`,
      [residentIds, this.clock.today().toString()],
    );
    return new Map(rows.map(({ residentId, ...bar }) => [residentId, bar]));
  }

  async assertNone(tx: Tx, residentId: string): Promise<void> {
    const bar = (await this.inForce(tx, [residentId])).get(residentId);
    if (!bar) return;
    const { id: barId, item, reason, reasonEn } = bar;
    throw barRefusals.barred({ barId, item, reason, reasonEn, lastDay: Temporal.PlainDate.from(bar.lastDay) });
  }

  /** Holds every account of the person still; answers their ids. */
  async lockAccounts(tx: Tx, residentId: string): Promise<string[]> {
    const accounts: { id: string }[] = await tx.query(
      `SELECT id FROM residents
        WHERE id = ANY($1) OR document_hash IN (SELECT document_hash FROM (${knownDocuments}) k)
        ORDER BY id FOR NO KEY UPDATE`,
      [[residentId]],
    );
    return accounts.map(({ id }) => id);
  }

  /** Bars the person whose accounts are locked: they are told, and what they have asked for everywhere is rejected. */
  async record(tx: Tx, actor: StaffActor, found: FalseData, accounts: readonly string[]): Promise<void> {
    const { residentId, venueId, item, reason, months, foundIn } = found;
    if (months === 0) return;
    const today = this.clock.today();
    const period = { from: today, until: today.add({ months }) };
    const id = newId();
    await tx.insert(ApartmentBar, {
      ...{ id, residentId, venueId, item, period, reason: reason.zh, reasonEn: reason.en },
      ...{ documentHashes: await this.documentHashes(tx, residentId), recordedAt: this.clock.now() },
      ...{ recordedBy: actor.id, applicationId: null, leaseId: null, ...foundIn },
    });
    const lastDay = period.until.subtract({ days: 1 });
    await this.tell(tx, id, found, lastDay);
    const facts = { residentId, item, reason: reason.zh, lastDay: lastDay.toString(), ...foundIn };
    await this.audit.record(tx, actor, { action: 'apartment_bar.recorded', subjectId: id, facts });
    await this.rejectOthers(tx, actor, accounts, reason);
  }

  private async documentHashes(tx: Tx, residentId: string): Promise<string[]> {
    const rows: { document_hash: string }[] = await tx.query(
      `SELECT document_hash FROM (${knownDocuments}) k WHERE document_hash IS NOT NULL ORDER BY 1`,
      [[residentId]],
    );
    return rows.map(({ document_hash: hash }) => hash);
  }

  private tell(tx: Tx, id: string, { residentId, item, reason }: FalseData, lastDay: PlainDate): Promise<void> {
    const subject = { kind: 'apartment_bar', id };
    const words = barred({ item, reason, lastDay });
    return this.messages.say(tx, { kind: 'apartment.barred', subject, residentId, occurrence: id, ...words });
  }

  /** Drafts and what was returned stay with the person: they cannot be submitted. */
  private async rejectOthers(tx: Tx, actor: StaffActor, accounts: readonly string[], reason: Text): Promise<void> {
    const [others]: [{ id: string }[]] = await tx.query(
      `UPDATE apartment_applications
          SET state = 'rejected', decided_at = $2, rejection_reason = $3, rejection_reason_en = $4
        WHERE resident_id = ANY($1) AND state IN ('submitted', 'approved', 'appealed') RETURNING id`,
      [accounts, this.clock.now().toString(), reason.zh, reason.en],
    );
    for (const { id } of others) {
      const application = await tx.findOneByOrFail(ApartmentApplication, { id });
      await this.notices.tell(tx, 'rejected', application, (about) => rejected(about, reason));
      const facts = { reason: reason.zh, because: 'barred' };
      await this.audit.record(tx, actor, { action: 'apartment_application.rejected', subjectId: id, facts });
    }
  }
}
