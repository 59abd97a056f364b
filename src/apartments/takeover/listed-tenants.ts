import { Injectable } from '@nestjs/common';
import { IdentityDocuments, RegisterResidents } from '../../people/index.js';
import type { Actor, NewResident } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { cell } from '../../platform/sheets/check-sheet.rules.js';
import type { CellError, CheckedRow } from '../../platform/sheets/check-sheet.rules.js';
import { headingOf } from './lease-list.columns.js';
import type { LeaseListEntry } from './lease-list.columns.js';

export interface KnownTenants {
  /** By phone; those without an account are missing. */
  readonly known: ReadonlyMap<string, string>;
  readonly unknown: readonly NewResident[];
  readonly errors: readonly CellError[];
}

/** Who the tenants of a list are: people with an account, or such as get one. */
@Injectable()
export class ListedTenants {
  constructor(
    private readonly documents: IdentityDocuments,
    private readonly register: RegisterResidents,
  ) {}

  async find(tx: Tx, rows: readonly CheckedRow<LeaseListEntry>[]): Promise<KnownTenants> {
    const errors: CellError[] = [];
    const people = new Map<string, { readonly row: number; readonly person: NewResident }>();
    for (const { row, entry } of rows) {
      const seen = people.get(entry.phone);
      if (seen?.person.document || (seen && entry.documentNumber === null)) continue;
      const document = this.read(row, entry, errors);
      people.set(entry.phone, { row, person: { phone: entry.phone, name: entry.tenant, document } });
    }
    const accounts = await this.register.known(
      tx,
      [...people.values()].map(({ person }) => person),
    );
    const byPhone = new Map(accounts.map((account) => [account.phone, account]));
    const phoneOfDocument = new Map(accounts.map(({ documentHash, phone }) => [documentHash, phone]));
    for (const { row, person } of people.values()) {
      const { phone, document, name } = person;
      const account = byPhone.get(phone);
      if (account?.name && account.name !== name) errors.push(otherName(row, name));
      if (!document) continue;
      const owner = phoneOfDocument.get(document.hash) ?? phone;
      if (owner !== phone || (account?.documentHash && account.documentHash !== document.hash)) {
        errors.push(otherDocument(row));
      }
      phoneOfDocument.set(document.hash, phone);
    }
    return {
      known: new Map(accounts.map(({ phone, id }) => [phone, id])),
      unknown: [...people.values()].map(({ person }) => person).filter(({ phone }) => !byPhone.has(phone)),
      errors,
    };
  }

  /** The ids of all tenants by phone, once those without an account have one. */
  async settle(tx: Tx, actor: Actor, { known, unknown }: KnownTenants): Promise<ReadonlyMap<string, string>> {
    const ids = await this.register.run(tx, actor, unknown);
    return new Map([...known, ...unknown.map(({ phone }, index) => [phone, ids[index] ?? ''] as const)]);
  }

  private read(row: number, { documentType, documentNumber }: LeaseListEntry, errors: CellError[]) {
    if (documentNumber === null) return null;
    const read = this.documents.readInList(documentType, documentNumber);
    if ('value' in read) return read.value;
    errors.push(cell(row, headingOf('documentNumber'), '', read.wrong.zh, read.wrong.en));
    return null;
  }
}

function otherName(row: number, name: string): CellError {
  const [zh, en] = ['该手机号的账户姓名不同', 'the account of this phone has another name'];
  return cell(row, headingOf('tenant'), name, zh, en);
}

/** Without the number: what a clerk mistyped may be somebody's. */
function otherDocument(row: number): CellError {
  const zh = '证件与该手机号的账户不符，或属于另一手机号';
  return cell(row, headingOf('documentNumber'), '', zh, 'belongs to another phone, or is not that of the account');
}
