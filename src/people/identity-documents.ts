import { Injectable } from '@nestjs/common';
import { Refusal } from '../kernel/refusal.js';
import { isDayBefore } from '../kernel/time.js';
import type { PlainDate } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { Read } from '../platform/sheets/columns.js';
import {
  birthDateIn,
  isDocumentNumber,
  maskDocumentNumber,
  normaliseDocumentNumber,
} from './identity-document.rules.js';
import type { DocumentType } from './identity-document.rules.js';
import { peopleRefusals } from './people.errors.js';
import type { SealedDocument } from './sealed-document.js';

/** A document that was read and is right. The number leaves this object only sealed. */
export interface ReadDocument {
  readonly type: DocumentType;
  readonly number: string;
  readonly masked: string;
  /** The same document has the same hash everywhere in the house, and nobody without the key can make it. */
  readonly hash: string;
  /** What an ID card says; null for other papers. */
  readonly birthOn: PlainDate | null;
}

/** Reads and seals the papers of people, whether they have an account or not. */
@Injectable()
export class IdentityDocuments {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  read(type: DocumentType, typed: string): ReadDocument {
    const number = normaliseDocumentNumber(typed);
    if (!isDocumentNumber(type, number)) throw peopleRefusals.bad_document({ type });
    const birthOn = type === 'id_card' ? (birthDateIn(number) ?? null) : null;
    if (birthOn && isDayBefore(this.clock.today(), birthOn)) throw peopleRefusals.bad_document({ type });
    return {
      type,
      number,
      masked: maskDocumentNumber(number),
      hash: this.secrets.hash('identity document', `${type} ${number}`),
      birthOn,
    };
  }

  /** The same for lists, which name all that is wrong with them: the document, or why it is none. */
  readInList(type: DocumentType, typed: string): Read<ReadDocument> {
    try {
      return { value: this.read(type, typed) };
    } catch (error) {
      if (error instanceof Refusal) return { wrong: error.sentence };
      throw error;
    }
  }

  /** What a row keeps of it. `context` is the id of that row: elsewhere the number does not open. */
  columns(document: ReadDocument | null, context: string): SealedDocument {
    return {
      documentType: document?.type ?? null,
      documentMasked: document?.masked ?? null,
      documentSealed: document && this.secrets.encrypt(document.number, context),
      documentHash: document?.hash ?? null,
    };
  }

  /** The same number, for another row that holds it. */
  reseal(sealed: Buffer, from: string, to: string): Buffer {
    return this.secrets.encrypt(this.open(sealed, from), to);
  }

  open(sealed: Buffer, context: string): string {
    return this.secrets.decrypt(sealed, context);
  }
}
