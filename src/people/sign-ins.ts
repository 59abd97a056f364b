import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId } from '../kernel/ids.js';
import type { Language } from '../kernel/text.js';
import type { Instant } from '../kernel/time.js';
import { Batcher } from '../platform/batching/batcher.js';
import { Clock } from '../platform/clock/clock.js';
import { sendAlone } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { Grant } from './actor.js';
import { KnownSignIns } from './known-sign-ins.js';
import type { SignedIn } from './known-sign-ins.js';
import { peopleRefusals } from './people.errors.js';
import { signInRules } from './sign-in-code.rules.js';
import { SignIn } from './sign-in.entity.js';

export interface NewSignIn {
  readonly token: string;
  readonly expiresAt: Instant;
}

interface Row {
  id: string;
  token_hash: string;
  expires_at_ms: number;
  resident_id: string | null;
  staff_id: string | null;
  language: Language;
  grants: Grant[] | null;
}

/** Lookups that go together in one query, and how many may wait for theirs before a process says that it is busy. */
const lookupLimits = { largestBatch: 500, atOnce: 1, mostWaiting: 20_000 } as const;

/** Devices that are signed in: made, found by their token, ended. */
@Injectable()
export class SignIns {
  private readonly lookups = new Batcher<string, SignedIn | undefined>({
    ...lookupLimits,
    run: (hashes) => this.findAll(hashes),
    whenFull: (retryAfterSeconds) => peopleRefusals.too_busy({ retryAfterSeconds }),
  });

  constructor(
    private readonly source: DataSource,
    private readonly secrets: Secrets,
    private readonly known: KnownSignIns,
    private readonly clock: Clock,
  ) {}

  async make(tx: Tx, person: { residentId: string } | { staffId: string }): Promise<NewSignIn> {
    const token = this.secrets.newToken();
    const now = this.clock.now();
    const isResident = 'residentId' in person;
    const hours = isResident ? signInRules.residentDays * 24 : signInRules.staffHours;
    const expiresAt = now.add({ hours });
    await tx.insert(SignIn, {
      id: newId(),
      tokenHash: this.hash(token),
      residentId: isResident ? person.residentId : null,
      staffId: isResident ? null : person.staffId,
      createdAt: now,
      expiresAt,
      endedAt: null,
    });
    return { token, expiresAt };
  }

  /**
   * Who holds this token; undefined when it is unknown, expired, ended, or its staff is disabled. Requests that arrive
   * together are looked up together.
   */
  async find(token: string): Promise<SignedIn | undefined> {
    const hash = this.hash(token);
    const known = this.known.find(hash);
    if (known) return known;
    const version = this.known.now;
    const found = await this.lookups.add(hash);
    if (found) this.known.remember(hash, found, version);
    return found;
  }

  private async findAll(hashes: readonly string[]): Promise<{ value: SignedIn | undefined }[]> {
    const rows = await sendAlone<Row>(
      this.source,
      `SELECT s.id, s.token_hash, date_part('epoch', s.expires_at) * 1000 AS expires_at_ms, s.resident_id, s.staff_id,
              coalesce(r.language, f.language) AS language,
              CASE WHEN s.staff_id IS NOT NULL THEN
                (SELECT json_agg(json_build_object('role', g.role, 'venueId', g.venue_id))
                   FROM staff_grants g WHERE g.staff_id = s.staff_id) END AS grants
         FROM unnest($1::text[]) AS asked (hash)
        CROSS JOIN LATERAL (
          SELECT * FROM sign_ins o
           WHERE o.token_hash = asked.hash AND o.ended_at IS NULL AND o.expires_at > $2 OFFSET 0) s
         LEFT JOIN LATERAL (SELECT language FROM residents WHERE id = s.resident_id LIMIT 1) r ON true
         LEFT JOIN LATERAL (SELECT language, disabled_at FROM staff WHERE id = s.staff_id LIMIT 1) f ON true
        WHERE f.disabled_at IS NULL`,
      [hashes, this.clock.now().toString()],
    );
    const found = new Map(rows.map((row) => [row.token_hash, toSignedIn(row)]));
    return hashes.map((hash) => ({ value: found.get(hash) }));
  }

  async end(tx: Tx, signInId: string): Promise<void> {
    await tx.query(`UPDATE sign_ins SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`, [signInId, this.now()]);
  }

  /** Ends every sign-in of a person; says how many there were. */
  async endAll(tx: Tx, personId: string): Promise<number> {
    const [, ended]: [unknown, number] = await tx.query(
      `UPDATE sign_ins SET ended_at = $2 WHERE (resident_id = $1 OR staff_id = $1) AND ended_at IS NULL`,
      [personId, this.now()],
    );
    return ended;
  }

  private hash(token: string): string {
    return this.secrets.hash('sign-in token', token);
  }

  private now(): string {
    return this.clock.now().toString();
  }
}

function toSignedIn(row: Row): SignedIn | undefined {
  const { id, expires_at_ms: expiresAtMs, resident_id, staff_id, language, grants } = row;
  if (resident_id !== null) return { id, expiresAtMs, actor: { kind: 'resident', id: resident_id, language } };
  if (staff_id === null) return undefined;
  return { id, expiresAtMs, actor: { kind: 'staff', id: staff_id, language, grants: grants ?? [] } };
}
