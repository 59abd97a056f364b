import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../../platform/config/config.js';
import { Changes } from '../../platform/database/changes.js';
import { Opening } from './opening.entity.js';

/**
 * The openings as this process knows them, so that thousands who ask whether it is their turn cost no query. What
 * changes is read again at once; while the database cannot be heard, every question is put to it.
 */
@Injectable()
export class KnownOpenings {
  private readonly known = new Map<string, Promise<Opening | null>>();

  constructor(
    private readonly source: DataSource,
    private readonly changes: Changes,
    private readonly config: Config,
  ) {
    changes.on('opening', (id) => this.forget(id));
  }

  find(id: string): Promise<Opening | null> {
    if (!this.config.env.MEMORY || !this.changes.isListening) return this.read(id);
    const known = this.known.get(id);
    if (known) return known;
    const read = this.read(id);
    this.known.set(id, read);
    read.catch(() => this.known.get(id) === read && this.known.delete(id));
    return read;
  }

  private read(id: string): Promise<Opening | null> {
    return this.source.manager.findOneBy(Opening, { id });
  }

  private forget(id: string | undefined): void {
    if (id === undefined) this.known.clear();
    else this.known.delete(id);
  }
}
