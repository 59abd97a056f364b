import { generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audit, system } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Changes } from '../../platform/database/changes.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { ticketRefusals } from './ticket.errors.js';
import { TicketKey } from './ticket-key.entity.js';

export interface SigningKey {
  readonly number: number;
  readonly privateKey: Buffer;
}

/**
 * The keys that sign tickets. The current one is remembered until the database tells that keys have changed; the one after
 * it is made ahead, so that a gate with an older list knows it when it begins to sign.
 */
@Injectable()
export class TicketKeys {
  private current: SigningKey | undefined;

  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly changes: Changes,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {
    changes.on('ticket-keys', () => (this.current = undefined));
  }

  /** Made on first use; of two processes that start at once one makes it, and the other takes that. */
  async signing(): Promise<SigningKey> {
    if (this.current && this.changes.isListening) return this.current;
    const key =
      (await this.source.manager.findOneBy(TicketKey, { state: 'current' })) ??
      (await this.transactions.run((tx) => this.complete(tx)));
    this.current = {
      number: key.number,
      privateKey: this.secrets.decryptBytes(key.privateSealed, contextOf(key.number)),
    };
    return this.current;
  }

  /** All of them, the newest first: a gate's list must know the key that signs, and the next, before they have signed. */
  async all(): Promise<TicketKey[]> {
    const order = { number: 'DESC' } as const;
    const keys = await this.source.manager.find(TicketKey, { order });
    const [last] = keys;
    const isWhole = keys.some(isNext) || (last?.number === mostKeys && keys.some(({ state }) => state === 'current'));
    if (isWhole) return keys;
    await this.transactions.run((tx) => this.complete(tx));
    return this.source.manager.find(TicketKey, { order });
  }

  /** Of these numbers, those of keys that open no door: revoked, or of no key at all. */
  async worthless(tx: Tx, numbers: readonly number[]): Promise<Map<number, 'key_revoked' | 'unknown_key'>> {
    const rows: { number: number; reason: 'key_revoked' | 'unknown_key' }[] = await tx.query(
      `SELECT n.number, CASE WHEN k.number IS NULL THEN 'unknown_key' ELSE 'key_revoked' END AS reason
         FROM unnest($1::int[]) AS n (number) LEFT JOIN ticket_keys k ON k.number = n.number
        WHERE k.number IS NULL OR k.state = 'revoked'`,
      [[...new Set(numbers)]],
    );
    return new Map(rows.map(({ number, reason }) => [number, reason]));
  }

  /** The next key signs from now on; tickets signed by the one before go on opening doors. */
  rotate(actor: Actor): Promise<TicketKey> {
    return this.transactions.run(async (tx) => {
      await this.lock(tx);
      await tx.update(TicketKey, { state: 'current' }, { state: 'retired' });
      return this.advance(tx, actor);
    });
  }

  /** No ticket that it signed opens a door any more: people load their tickets again and get the next key's. */
  revoke(actor: Actor, number: number, reason: string): Promise<TicketKey> {
    return this.transactions.run(async (tx) => {
      await this.lock(tx);
      const key = await tx.findOneBy(TicketKey, { number });
      if (!key) throw ticketRefusals.no_such_key({ number });
      if (key.state === 'revoked') throw ticketRefusals.key_revoked_already({ number });
      const revoked = { state: 'revoked' as const, revokedAt: this.clock.now(), reason };
      await tx.update(TicketKey, { number }, revoked);
      await this.audit.record(tx, actor, {
        action: 'ticket_keys.revoked',
        subjectId: keysId,
        facts: { number, reason },
      });
      if (key.state === 'current') await this.advance(tx, actor);
      if (key.state === 'next') await this.makeNext(tx, actor);
      return tx.findOneByOrFail(TicketKey, { number });
    });
  }

  /** Makes what is missing of the current key and the next, and answers the current one. */
  private async complete(tx: Tx): Promise<TicketKey> {
    await this.lock(tx);
    const current = (await tx.findOneBy(TicketKey, { state: 'current' })) ?? (await this.make(tx, system, 'current'));
    await this.makeNext(tx, system);
    return current;
  }

  /** The next key becomes the current one, and another is made ahead. */
  private async advance(tx: Tx, actor: Actor): Promise<TicketKey> {
    const { number } = (await tx.findOneBy(TicketKey, { state: 'next' })) ?? (await this.make(tx, actor, 'next'));
    await tx.update(TicketKey, { number }, { state: 'current' });
    await this.audit.record(tx, actor, { action: 'ticket_keys.signs', subjectId: keysId, facts: { number } });
    await this.makeNext(tx, actor);
    return tx.findOneByOrFail(TicketKey, { number });
  }

  /** Where there is none; after the last number there is none ever. */
  private async makeNext(tx: Tx, actor: Actor): Promise<void> {
    const isThere = await tx.existsBy(TicketKey, { state: 'next' });
    if (!isThere && (await this.lastNumber(tx)) < mostKeys) await this.make(tx, actor, 'next');
  }

  private async lastNumber(tx: Tx): Promise<number> {
    return (await tx.maximum(TicketKey, 'number')) ?? 0;
  }

  private async make(tx: Tx, actor: Actor, state: 'current' | 'next'): Promise<TicketKey> {
    const number = (await this.lastNumber(tx)) + 1;
    if (number > mostKeys) throw ticketRefusals.keys_used_up();
    const pair = generateKeyPairSync('ed25519');
    const raw = (key: Buffer) => Buffer.from(key.subarray(-32));
    const privateKey = raw(pair.privateKey.export({ format: 'der', type: 'pkcs8' }));
    const key = tx.create(TicketKey, {
      ...{ number, state, madeAt: this.clock.now(), revokedAt: null, reason: null },
      publicKey: raw(pair.publicKey.export({ format: 'der', type: 'spki' })),
      privateSealed: this.secrets.encrypt(privateKey, contextOf(number)),
    });
    await tx.insert(TicketKey, key);
    await this.audit.record(tx, actor, { action: 'ticket_keys.made', subjectId: keysId, facts: { number } });
    return key;
  }

  private async lock(tx: Tx): Promise<void> {
    await tx.query(`LOCK TABLE ticket_keys IN SHARE ROW EXCLUSIVE MODE`);
  }
}

/** What a byte can count. */
const mostKeys = 255;

/** Keys have numbers and the audit log names subjects by uuid: all keys together are one subject. */
const keysId = '00000000-0000-7000-8000-000000000001';

function isNext({ state }: TicketKey): boolean {
  return state === 'next';
}

function contextOf(number: number): string {
  return `ticket key ${number}`;
}
