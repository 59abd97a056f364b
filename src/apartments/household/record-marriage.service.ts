import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit, Residents } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { leavingRefusals } from '../leaving/leaving.errors.js';
import { householdRefusals } from './household.errors.js';
import { twoHomes } from './household.messages.js';
import { householdRules } from './household.rules.js';
import { Marriage, Spouse } from './marriage.entity.js';
import type { MarriageEnd, MarriageList, MarriageView, NewMarriage } from './marriages.contract.js';

const rows = `
  SELECT m.id, m.married_on::text AS "marriedOn", m.proof, m.ended_on::text AS "endedOn", m.end_reason AS "endReason",
         m.end_proof AS "endProof", m.end_one_by::text AS "endOneBy",
         (SELECT json_agg(json_build_object('id', r.id, 'name', coalesce(r.name, '')) ORDER BY r.id)
            FROM spouses s JOIN residents r ON r.id = s.resident_id WHERE s.marriage_id = m.id) AS people
    FROM marriages m`;

/** Staff record that two people married, and that they no longer are; leases are reckoned by it from the next one on. */
@Injectable()
export class RecordMarriage {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, given: NewMarriage, once?: OnceRequest): Promise<MarriageView> {
    return this.idempotency.once(once, async (tx) => {
      const { residentIds, proof } = given;
      const [one, other] = residentIds;
      if (one === other) throw householdRefusals.not_with_oneself();
      const people = await this.residents.lock(tx, residentIds);
      if (people.size !== 2) throw requestRefusals.not_found();
      const marriedOn = this.past(given.marriedOn);
      const id = newId();
      const homes = await this.homesOf(tx, residentIds);
      const hasTwo = new Set(homes.map(({ resident_id: residentId }) => residentId)).size === 2;
      const endOneBy = hasTwo ? this.clock.today().add({ days: householdRules.daysToEndOneOfTwo }) : null;
      const marriage = { id, marriedOn, proof, endOneBy, recordedAt: this.clock.now() };
      await tx.insert(Marriage, { ...marriage, endedOn: null, endReason: null, endProof: null });
      const days = { from: marriedOn, until: null };
      await tx.insert(Spouse, [
        { marriageId: id, residentId: one, spouseId: other, days },
        { marriageId: id, residentId: other, spouseId: one, days },
      ]);
      for (const { id: leaseId, resident_id: residentId } of endOneBy ? homes : []) {
        if (!endOneBy) continue;
        const told = { kind: 'lease.one_of_two', occurrence: id };
        const words = (about: Parameters<typeof twoHomes>[0]) => twoHomes(about, { endOneBy });
        await this.notices.tell(tx, { id: leaseId, residentId }, { ...told, words });
      }
      const facts = { residentIds, marriedOn: given.marriedOn };
      await this.audit.record(tx, actor, { action: 'marriage.recorded', subjectId: id, facts });
      return this.one(tx, id);
    });
  }

  end(actor: StaffActor, id: string, { endedOn: ended, proof }: MarriageEnd): Promise<MarriageView> {
    return this.transactions.run(async (tx) => {
      const marriage = await tx.findOne(Marriage, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!marriage) throw requestRefusals.not_found();
      if (marriage.endedOn !== null) throw householdRefusals.decided_already();
      const endedOn = this.past(ended);
      if (!isDayBefore(marriage.marriedOn, endedOn))
        throw householdRefusals.not_before_the_wedding({ marriedOn: marriage.marriedOn });
      await this.close(tx, id, endedOn, { endReason: 'divorce', endProof: proof });
      await this.audit.record(tx, actor, { action: 'marriage.ended', subjectId: id, facts: { endedOn: ended } });
      return this.one(tx, id);
    });
  }

  async ofPerson(residentId: string): Promise<MarriageList> {
    const items: MarriageView[] = await this.source.query(
      `${rows} WHERE m.id IN (SELECT marriage_id FROM spouses WHERE resident_id = $1) ORDER BY m.married_on, m.id`,
      [residentId],
    );
    return { items };
  }

  private async close(
    tx: Tx,
    id: string,
    endedOn: PlainDate,
    how: Pick<Marriage, 'endReason' | 'endProof'>,
  ): Promise<void> {
    await tx.update(Marriage, { id }, { endedOn, endOneBy: null, ...how });
    await tx.query(`UPDATE spouses SET days = daterange(lower(days), $2::date) WHERE marriage_id = $1`, [
      id,
      endedOn.toString(),
    ]);
  }

  /** The leases in force of these two. */
  private homesOf(tx: Tx, residentIds: readonly string[]): Promise<{ id: string; resident_id: string }[]> {
    return tx.query(
      `SELECT id, resident_id FROM leases WHERE resident_id = ANY ($1) AND state = 'let' AND upper(period) > $2::date
        ORDER BY id`,
      [residentIds, this.clock.today().toString()],
    );
  }

  private past(day: string): PlainDate {
    const on = Temporal.PlainDate.from(day);
    if (isDayBefore(this.clock.today(), on)) throw leavingRefusals.happens_later({ happenedOn: on });
    return on;
  }

  private async one(manager: EntityManager, id: string): Promise<MarriageView> {
    const [row]: MarriageView[] = await manager.query(`${rows} WHERE m.id = $1`, [id]);
    if (!row) throw requestRefusals.not_found();
    return row;
  }
}

/** Whoever dies is married no longer, from the day after. */
export async function endMarriageByDeath(tx: Tx, residentId: string, diedOn: PlainDate): Promise<void> {
  const endedOn = diedOn.add({ days: 1 }).toString();
  await tx.query(
    `WITH ended AS (
       UPDATE spouses SET days = daterange(lower(days), $2::date)
        WHERE upper_inf(days) AND lower(days) < $2::date
          AND marriage_id IN (SELECT marriage_id FROM spouses WHERE resident_id = $1) RETURNING marriage_id)
     UPDATE marriages SET ended_on = $2::date, end_reason = 'death', end_one_by = NULL
      WHERE id IN (SELECT marriage_id FROM ended)`,
    [residentId, endedOn],
  );
}
