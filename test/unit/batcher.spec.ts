import { describe, expect, it } from '@jest/globals';
import { refusals, when } from '../../src/kernel/refusal.js';
import { Batcher } from '../../src/platform/batching/batcher.js';
import type { Settled } from '../../src/platform/batching/batcher.js';

const { full } = refusals('batcher_test', {
  full: when<{ retryAfterSeconds: number }>('unavailable', () => ({ zh: '满', en: 'full' })),
});

/** A batcher whose batches end when the test says so. */
function givenBatcher(
  options: {
    largestBatch?: number;
    largestShare?: number;
    mostWaiting?: number;
    keyed?: boolean;
    early?: boolean;
  } = {},
) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const batcher = new Batcher<string, string>({
    run: async (items, letNext) => {
      batches.push([...items]);
      if (options.early) letNext();
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((item): Settled<string> =>
        item.startsWith('bad') ? { error: new Error(item) } : { value: `${item} done` },
      );
    },
    largestBatch: options.largestBatch ?? 100,
    largestShare: options.largestShare ?? 1,
    atOnce: 1,
    mostWaiting: options.mostWaiting ?? 100,
    whenFull: (retryAfterSeconds) => full({ retryAfterSeconds }),
    ...(options.keyed ? { keyOf: (item: string) => item.slice(0, 1) } : {}),
  });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const endAll = async () => {
    for (let idle = 0; idle < 3; idle++) {
      await turn();
      if (ends.length > 0) idle = 0;
      ends.splice(0).forEach((end) => end());
    }
  };
  return { batcher, batches, turn, endAll };
}

describe('a batcher', () => {
  it('carries out together what arrives together, and next what comes meanwhile, in order', async () => {
    const { batcher, batches, turn, endAll } = givenBatcher();
    const first = ['a', 'b'].map((item) => batcher.add(item));
    await turn();
    const second = ['c', 'd'].map((item) => batcher.add(item));
    await endAll();
    expect(await Promise.all([...first, ...second])).toEqual(['a done', 'b done', 'c done', 'd done']);
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('gives each its own result: one that fails does not touch its neighbours', async () => {
    const { batcher, endAll } = givenBatcher();
    const results = Promise.allSettled(['a', 'bad', 'c'].map((item) => batcher.add(item)));
    await endAll();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('refuses at once when too many wait, and takes on again when there is room', async () => {
    const { batcher, turn, endAll } = givenBatcher({ mostWaiting: 2 });
    const running = batcher.add('a');
    await turn();
    const waiting = [batcher.add('b'), batcher.add('c')];
    await expect(batcher.add('d')).rejects.toMatchObject({ code: 'batcher_test.full', retryAfter: 1 });
    await endAll();
    await Promise.all([running, ...waiting]);
    const later = batcher.add('e');
    await endAll();
    expect(await later).toBe('e done');
  });

  it('takes everything while nobody is under way', async () => {
    const { batcher, batches, endAll } = givenBatcher({ largestShare: 0.5 });
    const all = Array.from({ length: 80 }, (_, n) => batcher.add(`${n}`));
    await endAll();
    await Promise.all(all);
    expect(batches.map(({ length }) => length)).toEqual([80]);
  });

  it.each([
    { what: 'its share of those that wait or have not ended', first: 30, then: 50, sizes: [30, 40, 10] },
    { what: 'as many as are worth a batch, whatever their share', first: 10, then: 40, sizes: [10, 32, 8] },
  ])('takes $what', async ({ first, then, sizes }) => {
    const { batcher, batches, turn, endAll } = givenBatcher({ largestShare: 0.5, early: true });
    const add = (count: number) => Array.from({ length: count }, (_, n) => batcher.add(`${n}`));
    const few = add(first);
    await turn();
    const many = add(then);
    await endAll();
    await Promise.all([...few, ...many]);
    expect(batches.map(({ length }) => length)).toEqual(sizes);
  });

  it('never has two of the same key in one batch, and keeps the order of each key', async () => {
    const { batcher, batches, endAll } = givenBatcher({ keyed: true });
    const all = ['a1', 'a2', 'b1', 'a3', 'b2'].map((item) => batcher.add(item));
    await endAll();
    await Promise.all(all);
    expect(batches).toEqual([['a1', 'b1'], ['a2', 'b2'], ['a3']]);
  });

  it('lets one batch start before the one before has ended, where that one says so', async () => {
    const { batcher, batches, turn, endAll } = givenBatcher({ largestBatch: 2, early: true });
    const all = ['a', 'b', 'c', 'd', 'e'].map((item) => batcher.add(item));
    await turn();
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await endAll();
    expect(batches[2]).toEqual(['e']);
    expect(await Promise.all(all)).toEqual(['a done', 'b done', 'c done', 'd done', 'e done']);
    expect(batcher.waitingNow).toBe(0);
  });

  it('starts the next batch before it answers the one that is done', async () => {
    const { batcher, batches, turn, endAll } = givenBatcher({ largestBatch: 45 });
    const startedWhenAnswered: number[] = [];
    const all = Array.from({ length: 90 }, (_, n) =>
      batcher.add(`${n}`).then(() => startedWhenAnswered.push(batches.length)),
    );
    await endAll();
    await turn();
    await Promise.all(all);
    expect(startedWhenAnswered.slice(0, 45)).toEqual(Array.from({ length: 45 }, () => 2));
  });

  it('keeps to the largest batch', async () => {
    const { batcher, batches, endAll } = givenBatcher({ largestBatch: 2 });
    const all = ['a', 'b', 'c', 'd', 'e'].map((item) => batcher.add(item));
    await endAll();
    await Promise.all(all);
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1]);
  });
});
