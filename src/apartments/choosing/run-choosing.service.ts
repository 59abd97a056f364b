import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { newId } from '../../kernel/ids.js';
import { isBefore, Temporal } from '../../kernel/time.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { waitingListKey, waitsInSql } from '../applications/application-order.rules.js';
import type { NewRound, RoundView } from './choosing.contract.js';
import { ChoosingRound, ChoosingTurn } from './choosing.entity.js';
import { choosingRefusals } from './choosing.errors.js';
import { ChoosingQueries } from './choosing.queries.js';
import { turnsFrom } from './choosing.rules.js';
import { ChoosingTurns } from './choosing-turns.js';

export const moveTurns = defineJob({
  queue: 'admission',
  name: 'admission.move-choosing-turns',
  payload: z.strictObject({}),
  everySeconds: 60,
});

/** Staff open and end a round of choosing; who has the turn may pass; a job marks the turns that nobody took. */
@Injectable()
export class RunChoosing implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly turns: ChoosingTurns,
    private readonly queries: ChoosingQueries,
    private readonly audit: Audit,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(moveTurns, () => this.moveOn());
  }

  open(actor: Actor, input: NewRound, once: OnceRequest | undefined): Promise<RoundView> {
    const { venueId, turnMinutes, passesAllowed } = input;
    const startsAt = Temporal.Instant.from(input.startsAt);
    return this.idempotency.once(once, async (tx) => {
      assertMayAt(actor, 'leases.manage', venueId);
      if (isBefore(startsAt, this.clock.now())) throw choosingRefusals.starts_in_the_past();
      const round: ChoosingRound = { id: newId(), venueId, startsAt, turnMinutes, passesAllowed, state: 'running' };
      await tx.insert(ChoosingRound, round);
      const line: { id: string }[] = await tx.query(
        `SELECT a.id FROM apartment_applications a
          WHERE a.venue_id = $1 AND ${waitsInSql('a')} AND (a.valid_until IS NULL OR a.valid_until >= $2::date)
          ORDER BY ${waitingListKey('a')}`,
        [venueId, this.clock.today().toString()],
      );
      if (line.length === 0) throw choosingRefusals.nobody_waits();
      const times = turnsFrom(startsAt, turnMinutes, line.length, this.clock.zone);
      const turns = times.map(({ startsAt: beginsAt, endsAt }, index) => {
        const applicationId = line[index]?.id ?? '';
        return { id: newId(), roundId: round.id, applicationId, position: index + 1, beginsAt, endsAt };
      });
      await tx.insert(
        ChoosingTurn,
        turns.map((turn) => ({ ...turn, passes: 0, outcome: null })),
      );
      await this.turns.tell(tx, round, ...turns);
      const facts = { venueId, startsAt: input.startsAt, turnMinutes, passesAllowed, turns: line.length };
      await this.audit.record(tx, actor, { action: 'choosing_round.opened', subjectId: round.id, facts });
      return this.queries.one(actor, round.id, tx);
    });
  }

  /** From then on everybody who is approved may choose. */
  end(actor: Actor, id: string): Promise<RoundView> {
    return this.transactions.run(async (tx) => {
      const round = await tx.findOne(ChoosingRound, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!round) throw requestRefusals.not_found();
      assertMayAt(actor, 'leases.manage', round.venueId);
      if (round.state === 'over') throw choosingRefusals.round_over();
      await tx.update(ChoosingRound, { id }, { state: 'over' });
      await this.audit.record(tx, actor, { action: 'choosing_round.ended', subjectId: id });
      return this.queries.one(actor, id, tx);
    });
  }

  pass(me: ResidentActor, applicationId: string): Promise<{ passed: true }> {
    return this.transactions.run(async (tx) => {
      const application = await tx.findOneBy(ApartmentApplication, { id: applicationId, residentId: me.id });
      if (!application) throw requestRefusals.not_found();
      const running = await this.turns.assertTurn(tx, application);
      if (!running) throw choosingRefusals.no_round();
      await this.turns.pass(tx, running, 'passed');
      await this.turns.advance(tx, running.round);
      const facts = { roundId: running.round.id };
      await this.audit.record(tx, me, { action: 'choosing_turn.passed', subjectId: applicationId, facts });
      return { passed: true as const };
    });
  }

  private async moveOn(): Promise<void> {
    const running: { id: string }[] = await this.source.query(
      `SELECT id FROM choosing_rounds WHERE state = 'running' AND starts_at <= $1 ORDER BY id`,
      [this.clock.now().toString()],
    );
    await eachAlone(running, 'rounds', ({ id }) =>
      this.transactions.run(async (tx) => {
        const where = { id, state: 'running' as const };
        const round = await tx.findOne(ChoosingRound, { where, lock: { mode: 'for_no_key_update' } });
        if (round) await this.turns.advance(tx, round);
      }),
    );
  }
}
