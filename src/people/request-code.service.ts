import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { inLanguage } from '../kernel/text.js';
import type { Language } from '../kernel/text.js';
import { PostOffice } from '../platform/channels/post-office.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import { Secrets } from '../platform/secrets/secrets.js';
import { peopleRefusals } from './people.errors.js';
import { readMobileNumber } from './phone.rules.js';
import { codeRules } from './sign-in-code.rules.js';
import type { CodeRequest, CodeSentView } from './sign-in.contract.js';
import { SlidingWindow } from './sliding-window.js';

/** Sends a sign-in code. The answer is the same whether or not the number is known. */
@Injectable()
export class RequestCode {
  private readonly perAddress = new SlidingWindow(codeRules.sendsPerMinuteAndAddress, 60_000);

  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly post: PostOffice,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async run(request: CodeRequest, address: string, language: Language): Promise<CodeSentView> {
    const phone = readMobileNumber(request.phone);
    if (phone === undefined) throw peopleRefusals.not_a_mobile_number();
    if (!this.perAddress.take(address, this.clock.now().epochMilliseconds)) {
      throw peopleRefusals.too_many_requests({ retryAfterSeconds: 60 });
    }
    const code = String(randomInt(10 ** codeRules.digits)).padStart(codeRules.digits, '0');
    await this.transactions.run((tx) => this.keep(tx, phone, code));
    const words = {
      zh: `登录验证码 ${code}，${codeRules.validMinutes} 分钟内有效。请勿告诉他人。`,
      en: `Your sign-in code is ${code}, valid for ${codeRules.validMinutes} minutes. Tell it to nobody.`,
    };
    const title = inLanguage({ zh: '登录验证码', en: 'Sign-in code' }, language);
    await this.send(phone, { title, body: inLanguage(words, language) });
    return { resendAfterSeconds: codeRules.secondsBetweenSends, expiresInSeconds: codeRules.validMinutes * 60 };
  }

  /** A code that did not leave does not count: the next may be asked for at once. */
  private async send(phone: string, words: { title: string; body: string }): Promise<void> {
    try {
      await this.post.text({ id: newId(), ...words }, phone);
    } catch (error) {
      this.log.fault(error, { act: 'sign-in code' });
      await this.transactions.run((tx) =>
        tx.query(
          `UPDATE sign_in_codes SET sent_at = sent_at - make_interval(secs => $2), sent_that_day = sent_that_day - 1
            WHERE phone_hash = $1`,
          [this.secrets.hash('phone', phone), codeRules.secondsBetweenSends],
        ),
      );
      throw peopleRefusals.code_not_sent({ retryAfterSeconds: 10 });
    }
  }

  /** Replaces the number's code, unless one was sent less than a minute ago or too many today. */
  private async keep(tx: Tx, phone: string, code: string): Promise<void> {
    const now = this.clock.now();
    const phoneHash = this.secrets.hash('phone', phone);
    const kept: unknown[] = await tx.query(
      `INSERT INTO sign_in_codes AS c
              (phone_hash, code_hash, sent_at, expires_at, tries_left, day_began_at, sent_that_day)
       VALUES ($1, $2, $3, $4, $5, $3, 1)
       ON CONFLICT (phone_hash) DO UPDATE SET
              code_hash = excluded.code_hash, sent_at = excluded.sent_at, expires_at = excluded.expires_at,
              tries_left = excluded.tries_left,
              day_began_at = CASE WHEN c.day_began_at <= $6 THEN excluded.sent_at ELSE c.day_began_at END,
              sent_that_day = CASE WHEN c.day_began_at <= $6 THEN 1 ELSE c.sent_that_day + 1 END
        WHERE c.sent_at <= $7 AND (c.day_began_at <= $6 OR c.sent_that_day < $8)
       RETURNING phone_hash`,
      [
        phoneHash,
        this.secrets.hash('sign-in code', `${phone} ${code}`),
        now.toString(),
        now.add({ minutes: codeRules.validMinutes }).toString(),
        codeRules.tries,
        now.subtract({ hours: 24 }).toString(),
        now.subtract({ seconds: codeRules.secondsBetweenSends }).toString(),
        codeRules.sendsPerDay,
      ],
    );
    if (kept.length === 0) throw await this.tooSoon(tx, phoneHash);
  }

  private async tooSoon(tx: Tx, phoneHash: string): Promise<Error> {
    const [row]: { wait: number; day_wait: number }[] = await tx.query(
      `SELECT ceil(extract(epoch FROM sent_at - $2::timestamptz))::int + $3 AS wait,
              ceil(extract(epoch FROM day_began_at - $2::timestamptz))::int + 86400 AS day_wait
         FROM sign_in_codes WHERE phone_hash = $1`,
      [phoneHash, this.clock.now().toString(), codeRules.secondsBetweenSends],
    );
    const wait = row?.wait ?? 0;
    if (wait > 0) return peopleRefusals.code_sent_recently({ retryAfterSeconds: wait });
    return peopleRefusals.too_many_codes({ limit: codeRules.sendsPerDay, retryAfterSeconds: row?.day_wait ?? 0 });
  }
}
