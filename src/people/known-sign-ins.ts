import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Changes } from '../platform/database/changes.js';
import type { ResidentActor, StaffActor } from './actor.js';

/** A device that is signed in, and who uses it. */
export interface SignedIn {
  readonly id: string;
  readonly actor: ResidentActor | StaffActor;
  readonly expiresAtMs: number;
}

const mostKnown = 50_000;
const knownForMs = 60_000;

/**
 * Sign-ins that this process has looked up lately, so that a person who asks again costs no query. One that ends, in
 * whichever process, is forgotten at once; while the database cannot be heard, nobody is known.
 */
@Injectable()
export class KnownSignIns {
  private readonly known = new LRUCache<string, { signedIn: SignedIn; knownUntilMs: number }>({ max: mostKnown });
  private version = 0;

  constructor(
    private readonly changes: Changes,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    changes.on('sign-in', (hash) => this.forget(hash));
    changes.on('sign-ins', () => this.forget(undefined));
  }

  /** Rises with everything that is forgotten: a lookup that began before is not remembered. */
  get now(): number {
    return this.version;
  }

  find(hash: string): SignedIn | undefined {
    const found = this.known.get(hash);
    if (!found || !this.changes.isListening) return undefined;
    const now = this.clock.nowMs();
    return now < found.knownUntilMs && now < found.signedIn.expiresAtMs ? found.signedIn : undefined;
  }

  remember(hash: string, signedIn: SignedIn, sinceVersion: number): void {
    if (sinceVersion !== this.version || !this.config.env.MEMORY) return;
    this.known.set(hash, { signedIn, knownUntilMs: this.clock.nowMs() + knownForMs });
  }

  private forget(hash: string | undefined): void {
    this.version++;
    if (hash === undefined) this.known.clear();
    else this.known.delete(hash);
  }
}
