import type { Refusal } from '../../kernel/refusal.js';

/** What came of one item of a batch; the others are not touched by it. */
export type Settled<Result> = { readonly value: Result } | { readonly error: unknown };

export interface BatcherOptions<Item, Result> {
  /**
   * Answers every item, in the order given. A rejection is everybody's. The next batch starts when this one is done, or
   * when `letNext` is called: by then this one must hold whatever keeps the order of the two. No more batches than
   * `atOnce` end while others have started after them.
   */
  readonly run: (items: readonly Item[], letNext: () => void) => Promise<readonly Settled<Result>[]>;
  readonly largestBatch: number;
  /**
   * Of all that wait or are under way, the share that one batch takes at most while another is under way. With a half,
   * one half is carried out while the other is answered and asks again, instead of few waiting for many in turn.
   */
  readonly largestShare?: number;
  /** Batches under way at the same time, not counting those that let the next one start before they end. */
  readonly atOnce: number;
  /** Items that may wait; one more is refused at once. */
  readonly mostWaiting: number;
  /** The refusal when too many wait; `seconds` is how long those before it will take. */
  readonly whenFull: (seconds: number) => Refusal;
  /** Two items with the same key are never in the same batch: the later one waits for a later batch. */
  readonly keyOf?: (item: Item) => string;
}

/** As many go together whatever their share: what a batch costs by itself weighs too much on fewer. */
const worthABatch = 32;
const answeredInOneGo = 32;

interface Entry<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Carries out items that arrive together in one go, in order of arrival. Nothing waits for company: an item that comes
 * while nothing is under way starts at once, and what arrives meanwhile waits for the next batches.
 */
export class Batcher<Item, Result> {
  private waiting: Entry<Item, Result>[] = [];
  private underWay = 0;
  /** Batches that let the next one start and have not ended. */
  private ending = 0;
  private wakes = false;
  /** Milliseconds that one item has taken lately, of the time in which anything was under way. */
  private msPerItem = 0;
  private lastEnd = 0;
  /** Items of all batches that have not ended. */
  private inHand = 0;

  constructor(private readonly options: BatcherOptions<Item, Result>) {}

  add(item: Item): Promise<Result> {
    const { mostWaiting, whenFull } = this.options;
    if (this.waiting.length >= mostWaiting) return Promise.reject(whenFull(this.secondsToWait()));
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.wake();
    });
  }

  get waitingNow(): number {
    return this.waiting.length;
  }

  /** What this batcher does in a second, by its latest batches; 0 before the first. */
  get perSecond(): number {
    return this.msPerItem === 0 ? 0 : 1000 / this.msPerItem;
  }

  /** Whole seconds until what waits now is done; at least one. */
  secondsToWait(): number {
    return this.perSecond === 0 ? 1 : Math.max(1, Math.ceil(this.waiting.length / this.perSecond));
  }

  /** Starts after the current turn of the event loop, so that requests read from many sockets at once go together. */
  private wake(): void {
    if (this.wakes || this.underWay >= this.options.atOnce) return;
    this.wakes = true;
    setImmediate(() => {
      this.wakes = false;
      this.start();
    });
  }

  private start(): void {
    while (this.underWay < this.options.atOnce && this.waiting.length > 0) void this.carryOut(this.take());
  }

  private take(): Entry<Item, Result>[] {
    const { keyOf } = this.options;
    const largestBatch = this.largestNow();
    if (!keyOf) return this.waiting.splice(0, largestBatch);
    const keys = new Set<string>();
    const batch: Entry<Item, Result>[] = [];
    const later: Entry<Item, Result>[] = [];
    for (const entry of this.waiting) {
      const key = keyOf(entry.item);
      if (batch.length >= largestBatch || keys.has(key)) later.push(entry);
      else {
        keys.add(key);
        batch.push(entry);
      }
    }
    this.waiting = later;
    return batch;
  }

  private largestNow(): number {
    const { largestBatch, largestShare = 1 } = this.options;
    // With nobody under way there is nobody to take turns with.
    if (this.inHand === 0) return largestBatch;
    const share = Math.ceil((this.waiting.length + this.inHand) * largestShare);
    return Math.min(largestBatch, Math.max(share, worthABatch));
  }

  private async carryOut(batch: readonly Entry<Item, Result>[]): Promise<void> {
    const began = performance.now();
    this.underWay++;
    this.inHand += batch.length;
    let isEnding = false;
    const letNext = () => {
      if (isEnding || this.ending >= this.options.atOnce) return;
      isEnding = true;
      this.ending++;
      this.underWay--;
      this.start();
    };
    const results = await this.run(batch, letNext);
    this.inHand -= batch.length;
    if (isEnding) this.ending--;
    else this.underWay--;
    this.measure(batch.length, began);
    // The database has the next batch while the answers of this one are written to their sockets.
    this.start();
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = results[index];
      if (result && 'value' in result) resolve(result.value);
      else reject(result?.error ?? new Error('The batch did not answer one of its items.'));
      // What the database says meanwhile is heard in between.
      if ((index + 1) % answeredInOneGo === 0) await new Promise(setImmediate);
    }
  }

  private async run(batch: readonly Entry<Item, Result>[], letNext: () => void): Promise<readonly Settled<Result>[]> {
    try {
      return await this.options.run(
        batch.map(({ item }) => item),
        letNext,
      );
    } catch (error) {
      return batch.map(() => ({ error }));
    }
  }

  private measure(items: number, began: number): void {
    const now = performance.now();
    const each = (now - Math.max(began, this.lastEnd)) / items;
    this.lastEnd = now;
    this.msPerItem = this.msPerItem === 0 ? each : this.msPerItem * 0.8 + each * 0.2;
  }
}
