import { Check, Column } from 'typeorm';
import { TextColumn } from '../platform/database/columns.js';
import type { DocumentType } from './identity-document.rules.js';

/** An identity document as a row keeps it, or none: the number sealed, its mask to read, its hash to find the same one. */
export abstract class SealedDocument {
  @TextColumn({ nullable: true })
  documentType: DocumentType | null;

  @TextColumn({ nullable: true })
  documentMasked: string | null;

  @Column({ type: 'bytea', nullable: true })
  documentSealed: Buffer | null;

  @TextColumn({ nullable: true })
  documentHash: string | null;
}

/** A row has the whole document or nothing of it. */
export const DocumentWhole = (table: string) =>
  Check(
    `${table}_document_whole`,
    `num_nonnulls(document_type, document_masked, document_sealed, document_hash) IN (0, 4)`,
  );
