import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { isBefore, latest, momentInWords } from '../../kernel/time.js';
import type { Span } from '../../kernel/time.js';
import { Audit, system, Venue } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { choosingRefusals } from './choosing.errors.js';
import { ChoosingRound, ChoosingTurn } from './choosing.entity.js';
import { isRunning, movesUp, nextTurn } from './choosing.rules.js';

export interface RunningTurn {
  readonly round: ChoosingRound;
  readonly turn: ChoosingTurn;
}

type TurnTold = Pick<ChoosingTurn, 'applicationId' | 'beginsAt'>;

const spanOf = ({ beginsAt: startsAt, endsAt }: ChoosingTurn): Span => ({ startsAt, endsAt });

/** Whose turn it is, and who is next. Whatever is done about a round waits for its row, so that one follows another. */
@Injectable()
export class ChoosingTurns {
  constructor(
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Undefined where the house has no round; refuses unless it is the turn of this application. */
  async assertTurn(tx: Tx, { id: applicationId, venueId }: ApartmentApplication): Promise<RunningTurn | undefined> {
    const where = { venueId, state: 'running' as const };
    const round = await tx.findOne(ChoosingRound, { where, lock: { mode: 'for_no_key_update' } });
    if (!round) return undefined;
    const turn = await tx.findOneBy(ChoosingTurn, { roundId: round.id, applicationId, outcome: IsNull() });
    if (turn && isRunning(spanOf(turn), this.clock.now())) return { round, turn };
    const isToCome = turn && isBefore(this.clock.now(), turn.beginsAt);
    throw choosingRefusals.not_your_turn({ from: isToCome ? turn.beginsAt.toZonedDateTimeISO(this.clock.zone) : null });
  }

  async chose(tx: Tx, { round, turn }: RunningTurn): Promise<void> {
    await tx.update(ChoosingTurn, { id: turn.id }, { outcome: 'chose' });
    await this.advance(tx, round);
  }

  /** To the end of the line, as often as the round allows; then out of it. */
  async pass(tx: Tx, { round, turn }: RunningTurn, as: 'passed' | 'missed'): Promise<void> {
    await tx.update(ChoosingTurn, { id: turn.id }, { outcome: as });
    if (turn.passes >= round.passesAllowed) return;
    const position = (await tx.maximum(ChoosingTurn, 'position', { roundId: round.id })) ?? 0;
    const where = { roundId: round.id, outcome: IsNull() };
    const last = await tx.findOne(ChoosingTurn, { where, order: { endsAt: 'DESC' } });
    const from = latest(this.clock.now(), last?.endsAt ?? this.clock.now());
    const { startsAt: beginsAt, endsAt } = nextTurn(from, round.turnMinutes, this.clock.zone);
    const change = { position: position + 1, beginsAt, endsAt, passes: turn.passes + 1, outcome: null };
    await tx.update(ChoosingTurn, { id: turn.id }, change);
    await this.tell(tx, round, { applicationId: turn.applicationId, beginsAt });
  }

  /** Turns that ran out are missed; whoever is next begins at once; with nobody left the round is over. */
  async advance(tx: Tx, round: ChoosingRound): Promise<void> {
    const now = this.clock.now();
    const live = () =>
      tx.find(ChoosingTurn, { where: { roundId: round.id, outcome: IsNull() }, order: { beginsAt: 'ASC' } });
    for (const turn of await live()) {
      if (isBefore(now, turn.endsAt)) continue;
      await this.pass(tx, { round, turn }, 'missed');
      const facts = { roundId: round.id };
      await this.audit.record(tx, system, { action: 'choosing_turn.missed', subjectId: turn.applicationId, facts });
    }
    const [next] = await live();
    if (!next) {
      await tx.update(ChoosingRound, { id: round.id }, { state: 'over' });
      await this.audit.record(tx, system, { action: 'choosing_round.ended', subjectId: round.id });
      return;
    }
    if (isBefore(now, round.startsAt) || !movesUp(spanOf(next), now, this.clock.zone)) return;
    await tx.update(ChoosingTurn, { id: next.id }, { beginsAt: now });
    await this.tell(tx, round, { applicationId: next.applicationId, beginsAt: now });
  }

  async tell(tx: Tx, { venueId, turnMinutes }: ChoosingRound, ...turns: readonly TurnTold[]): Promise<void> {
    const { name, nameEn } = await tx.findOneByOrFail(Venue, { id: venueId });
    const asked = await tx.findBy(ApartmentApplication, { id: In(turns.map(({ applicationId }) => applicationId)) });
    const applications = new Map(asked.map((application) => [application.id, application]));
    const messages = turns.flatMap(({ applicationId, beginsAt }) => {
      const application = applications.get(applicationId);
      if (!application) return [];
      const time = momentInWords(beginsAt.toZonedDateTimeISO(this.clock.zone));
      const { residentId, reference } = application;
      return {
        kind: 'choosing.turn',
        subject: { kind: 'apartment_application', id: applicationId },
        residentId,
        // A turn may move more than once, and each time is told.
        occurrence: newId(),
        title: { zh: `选房时间：${name}`, en: `Your turn to choose: ${nameEn}` },
        body: {
          zh: `${name}：轮到你选房的时间从 ${time.zh} 开始，${turnMinutes} 分钟。前面的人提前选好时会提前通知你。申请编号 ${reference}。`,
          en: `${nameEn}: your turn to choose a unit begins on ${time.en}, for ${turnMinutes} minutes. We tell you when it comes earlier. Your reference is ${reference}.`,
        },
      };
    });
    await this.messages.say(tx, ...messages);
  }
}
