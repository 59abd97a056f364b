import { Injectable } from '@nestjs/common';
import type { Text } from '../../kernel/text.js';
import { isoIn } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import type { NewMessage } from '../../reminders/messages.js';
import type { WrittenMark } from './absence-marks.js';
import { appealDeclined, appealGranted, barred, lifted, marked } from './absence.messages.js';
import type { Words } from './absence.messages.js';
import type { Standing } from './absence.rules.js';
import { AbsenceStandings } from './absence-standings.js';

/** Whoever is marked, or not any more, is told in the transaction of the deed, and it is written down. */
@Injectable()
export class AbsenceNotices {
  constructor(
    private readonly standings: AbsenceStandings,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** These marks count from now on: how many there are, and whether that bars. */
  async marked(tx: Tx, by: Actor, marks: readonly WrittenMark[]): Promise<void> {
    if (marks.length === 0) return;
    const standings = await this.standingsOf(tx, marks);
    const said = marks.flatMap((mark, index) => {
      const standing = standings[index];
      return standing ? [this.message(mark, standing)] : [];
    });
    await this.messages.say(tx, ...said);
    await this.record(tx, by, 'marked', marks);
  }

  /** These marks counted and do not any more. */
  async lifted(tx: Tx, by: Actor, marks: readonly WrittenMark[], reason: Text): Promise<void> {
    const standings = await this.standingsOf(tx, marks);
    const said = marks.map((mark, index) => {
      return this.toMessage('absence.lifted', mark, lifted(mark, reason, standings[index]));
    });
    await this.messages.say(tx, ...said);
    await this.record(tx, by, 'lifted', marks, reason.zh);
  }

  /** What came of an appeal, once the mark is lifted where it is granted. */
  async judged(tx: Tx, mark: WrittenMark, decision: 'granted' | 'declined', reason: string): Promise<void> {
    const words =
      decision === 'granted'
        ? appealGranted(mark, reason, (await this.standingsOf(tx, [mark]))[0])
        : appealDeclined(mark, reason);
    await this.messages.say(tx, this.toMessage(`absence.appeal_${decision}`, mark, words));
  }

  private standingsOf(tx: Tx, marks: readonly WrittenMark[]): Promise<(Standing | undefined)[]> {
    return this.standings.of(
      tx,
      marks.map(({ residentId, scope }) => ({ residentId, kind: scope })),
    );
  }

  async record(
    tx: Tx,
    by: Actor,
    deed: 'marked' | 'lifted',
    marks: readonly WrittenMark[],
    reason?: string,
  ): Promise<void> {
    const deeds = marks.map(({ id, residentId, scope, reason: what }) => {
      return { action: `absence.${deed}` as const, subjectId: id, facts: { residentId, scope, what: what.zh, reason } };
    });
    await this.audit.record(tx, by, ...deeds);
  }

  private message(mark: WrittenMark, standing: Standing): NewMessage {
    const { bar } = standing;
    const brings = bar?.marks.some(({ id }) => id === mark.id);
    return bar && brings
      ? this.toMessage('absence.barred', mark, barred(mark, standing, bar))
      : this.toMessage('absence.marked', mark, marked(mark, standing));
  }

  private toMessage(kind: string, { id, residentId }: WrittenMark, words: Words): NewMessage {
    const occurrence = isoIn(this.clock.zone, this.clock.now());
    return { kind, subject: { kind: 'absence', id }, residentId, occurrence, ...words };
  }
}
