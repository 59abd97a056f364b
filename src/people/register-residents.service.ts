import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId } from '../kernel/ids.js';
import { Clock } from '../platform/clock/clock.js';
import { insertAll } from '../platform/database/insert-all.js';
import type { Tx } from '../platform/database/transactions.js';
import type { Actor } from './actor.js';
import { Audit } from './audit.js';
import { IdentityDocuments } from './identity-documents.js';
import type { ReadDocument } from './identity-documents.js';
import { Resident } from './resident.entity.js';

export interface NewResident {
  /** E.164. */
  readonly phone: string;
  readonly name: string;
  readonly document: ReadDocument | null;
}

/** People whom staff know before they first sign in: whoever signs in by that phone later is the same person. */
@Injectable()
export class RegisterResidents {
  constructor(
    private readonly documents: IdentityDocuments,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Those who have an account already, by phone or by document. */
  known(tx: Tx, people: readonly NewResident[]): Promise<Resident[]> {
    const phones = people.map(({ phone }) => phone);
    const documents = people.flatMap(({ document }) => (document ? [document.hash] : []));
    return tx.findBy(Resident, [{ phone: In(phones) }, { documentHash: In(documents) }]);
  }

  /** The ids of the new accounts, in the order of the people. None of them may have one. */
  async run(tx: Tx, actor: Actor, people: readonly NewResident[]): Promise<string[]> {
    const createdAt = this.clock.now();
    const residents = people.map(({ phone, name, document }) => {
      const id = newId();
      const plain = { language: 'zh-CN' as const, livesInZone: false, worksInZone: false, createdAt };
      const birthOn = document?.birthOn ?? null;
      return { id, phone, name, birthOn, email: null, ...plain, ...this.documents.columns(document, id) };
    });
    await insertAll(tx, Resident, residents);
    const deeds = residents.map(({ id }) => ({ action: 'resident.registered', subjectId: id }) as const);
    await this.audit.record(tx, actor, ...deeds);
    return residents.map(({ id }) => id);
  }
}
