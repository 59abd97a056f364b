import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId } from '../kernel/ids.js';
import type { Language } from '../kernel/text.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { Grant, ResidentActor, StaffActor } from './actor.js';
import { signInRules } from './sign-in-code.rules.js';
import { SignIn } from './sign-in.entity.js';

export interface NewSignIn {
  readonly token: string;
  readonly expiresAt: Instant;
}

interface Row {
  id: string;
  resident_id: string | null;
  staff_id: string | null;
  language: Language;
  grants: Grant[] | null;
}

/** Devices that are signed in: made, found by their token, ended. */
@Injectable()
export class SignIns {
  constructor(
    private readonly source: DataSource,
    private readonly secrets: Secrets,
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

  /** Who holds this token, in one query; undefined when it is unknown, expired, ended, or its staff is disabled. */
  async find(token: string): Promise<{ id: string; actor: ResidentActor | StaffActor } | undefined> {
    const [row]: Row[] = await this.source.query(
      `SELECT s.id, s.resident_id, s.staff_id, coalesce(r.language, f.language) AS language,
              (SELECT json_agg(json_build_object('role', g.role, 'venueId', g.venue_id))
                 FROM staff_grants g WHERE g.staff_id = s.staff_id) AS grants
         FROM sign_ins s
         LEFT JOIN residents r ON r.id = s.resident_id
         LEFT JOIN staff f ON f.id = s.staff_id
        WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND f.disabled_at IS NULL`,
      [this.hash(token), this.clock.now().toString()],
    );
    if (!row) return undefined;
    const { id, language } = row;
    if (row.resident_id !== null) return { id, actor: { kind: 'resident', id: row.resident_id, language } };
    if (row.staff_id === null) return undefined;
    return { id, actor: { kind: 'staff', id: row.staff_id, language, grants: row.grants ?? [] } };
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
