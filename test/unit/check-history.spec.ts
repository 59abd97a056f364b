import { describe, expect, it } from '@jest/globals';
import { checkHistory } from '../support/check-history.js';
import type { Answer, BookingHeld, History, PoolHeld, State, Told } from '../support/rush-history.js';

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? Draft<E>[] : T[K] };

const pool = (name: string, capacity: number, from: number): PoolHeld => ({
  id: name,
  name,
  capacity,
  taken: capacity,
  waiting: 0,
  offersAreMade: true,
  limitGroup: 'autumn',
  limit: 2,
  spans: [{ from, until: from + 2 }],
});
const booking = (id: string, arrival: number, state: State, more: Partial<BookingHeld> = {}): BookingHeld => {
  const [person = '', where = ''] = id.split(' in ');
  return { id, person, pool: where, state, places: 1, arrival, waited: false, leftLineAt: null, ...more };
};
const told = (id: string, sentAt: number, state: State, more: Partial<Told> & { position?: number } = {}): Told => {
  const { position = null, ...rest } = more;
  const [person = '', where = ''] = id.split(' in ');
  const answer: Answer = { status: 201, code: null, bookingId: id, state, position };
  const key = `${id} key`;
  return { person, pool: where, act: 'book', key, about: null, sentAt, answeredAt: sentAt + 5, answer, ...rest };
};
const wait = { waited: true };

/** Ann and Ben have the two places; Cy, Di and Eve came in this order. Ben withdrew, Cy was offered his place. */
const good: History = {
  pools: [
    { ...pool('painting', 2, 19), waiting: 2 },
    { ...pool('dance', 5, 20), taken: 1 },
    { ...pool('music', 5, 50), taken: 1 },
  ],
  bookings: [
    booking('Ann in painting', 1, 'confirmed'),
    booking('Ben in painting', 2, 'withdrawn'),
    booking('Cy in painting', 3, 'offered', { ...wait, leftLineAt: 60 }),
    booking('Di in painting', 4, 'waiting', wait),
    booking('Eve in painting', 5, 'waiting', wait),
    booking('Ben in dance', 6, 'confirmed'),
    booking('Ann in music', 7, 'confirmed'),
  ],
  told: [
    told('Ann in painting', 0, 'confirmed', { answeredAt: null, answer: null }),
    told('Ann in painting', 2, 'confirmed'),
    told('Ben in painting', 10, 'confirmed'),
    told('Cy in painting', 20, 'waiting', { position: 1 }),
    told('Di in painting', 30, 'waiting', { position: 2 }),
    told('Ben in painting', 58, 'withdrawn', { act: 'withdraw', key: null, about: 'Ben in painting' }),
    // Eve asked while Ben withdrew: she may have been counted before or after Cy left the line.
    told('Eve in painting', 59, 'waiting', { position: 2 }),
    told('Ben in dance', 70, 'confirmed'),
    told('Ann in music', 80, 'confirmed'),
  ],
};

/** What the checker says of the good history after this was done to it. */
function complaints(damage: (history: Draft<History>) => void): string[] {
  const history = structuredClone(good) as Draft<History>;
  damage(history);
  return checkHistory(history);
}
const find = <T extends { id: string }>(rows: T[], id: string): T => {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`There is no ${id}.`);
  return row;
};
const answerOf = (history: Draft<History>, id: string) =>
  (history.told.find(({ answer }) => answer?.bookingId === id) as Draft<Told>).answer as Draft<Answer>;

describe('the checker of histories', () => {
  it('finds nothing wrong with a history in which every promise was kept', () => {
    expect(checkHistory(good)).toEqual([]);
  });

  it.each<[string, (history: Draft<History>) => void, string]>([
    [
      'a class above its capacity',
      ({ pools }) => (find(pools, 'painting').capacity = 1),
      'painting has 1 places and 2 are taken.',
    ],
    [
      'a confirmation that is not in the database',
      ({ told }) => told.push(structuredClone({ ...good.told[8]!, key: 'x', answer: lost })),
      'Ann was told "confirmed" in music, and the database knows nothing of it.',
    ],
    [
      'a confirmation that became what it must not',
      ({ bookings }) => {
        find(bookings, 'Ann in music').state = 'waiting';
        Object.assign(find(bookings, 'Ann in music'), wait);
      },
      'Ann was told "confirmed" in music, and the database says "waiting".',
    ],
    [
      'a confirmation that belongs to somebody else',
      ({ bookings, told }) => {
        find(bookings, 'Ann in music').person = 'Eve';
        told.push({ ...told[8]!, person: 'Eve', key: 'e', answer: null, answeredAt: null });
      },
      'Ann was told "confirmed" in music, and it belongs to somebody else.',
    ],
    [
      'a withdrawal that nobody asked for',
      ({ told }) => told.splice(5, 1),
      'Ben was withdrawn from painting without having asked to.',
    ],
    [
      'a booking that nobody asked for',
      ({ bookings, pools }) => {
        bookings.push({ ...booking('Zoe in dance', 9, 'confirmed') });
        find(pools, 'dance').taken = 2;
      },
      'Zoe is in dance without having asked to.',
    ],
    [
      'a person twice in a class',
      ({ bookings, pools }) => {
        bookings.push({ ...booking('Ben in dance', 9, 'confirmed'), id: 'another' });
        find(pools, 'dance').taken = 2;
      },
      'Ben is in dance 2 times.',
    ],
    [
      'two different answers for one key',
      ({ told }) => told.push({ ...told[6]!, sentAt: 90, answeredAt: 99, answer: refused }),
      'Eve got different answers for one key in painting: ' +
        '{"status":201,"code":null,"bookingId":"Eve in painting","state":"waiting","position":2} and ' +
        '{"status":409,"code":"admission.closed","bookingId":null,"state":null,"position":null}.',
    ],
    [
      'a place before somebody who had been answered already',
      ({ bookings }) => {
        find(bookings, 'Ann in painting').arrival = 2;
        find(bookings, 'Ben in painting').arrival = 1;
      },
      'Ben asked after Ann was answered and stands before them in painting.',
    ],
    [
      'a place for somebody who came later than one who waits',
      ({ bookings }) => Object.assign(find(bookings, 'Eve in painting'), { state: 'withdrawn', waited: false }),
      'Eve got a place in painting while Di, who came before, waits.',
    ],
    [
      'a position told twice',
      (history) => (answerOf(history, 'Di in painting').position = 1),
      'Di was told position 1 in painting, where 2 is right.',
    ],
    [
      'a gap in the positions',
      (history) => (answerOf(history, 'Eve in painting').position = 4),
      'Eve was told position 4 in painting, where 2 to 3 is right.',
    ],
    [
      'a wrong count of places',
      ({ pools }) => (find(pools, 'dance').taken = 3),
      'dance counts 3 places as taken; its bookings take 1.',
    ],
    [
      'a wrong count of people in line',
      ({ pools }) => (find(pools, 'painting').waiting = 3),
      'painting counts 3 people in line; there are 2.',
    ],
    [
      'a freed place that was not offered',
      ({ pools }) => (find(pools, 'painting').capacity = 3),
      'painting has a free place that Di, first in line, was not offered.',
    ],
    [
      'two classes of one person at the same time',
      ({ pools }) => (find(pools, 'music').spans = [{ from: 20, until: 21 }]),
      'Ann has painting and music at the same time.',
    ],
    [
      'more classes than a person may have',
      ({ pools }) => pools.forEach((one) => (one.limit = 1)),
      'Ann has 2 where 1 are allowed.',
    ],
    [
      'a fault',
      ({ told }) => told.push({ ...told[7]!, answer: { ...refused, status: 500, code: 'fault' } }),
      'Ben was answered 500 to "book" in dance.',
    ],
  ])('complains of %s, and of nothing else', (_, damage, complaint) => {
    const found = complaints(damage).filter((one) => !consequences.get(complaint)?.includes(one));
    expect(found).toEqual([complaint]);
  });

  it.each<[string, (history: Draft<History>) => void]>([
    ['a freed place after offers have ended', ({ pools }) => Object.assign(find(pools, 'painting'), free)],
    [
      '503, which says when to come again',
      ({ told }) => told.push({ ...told[7]!, answer: { ...refused, status: 503 } }),
    ],
    [
      'an offer that clashes until it is taken',
      ({ pools }) => (find(pools, 'music').spans = [{ from: 90, until: 91 }]),
    ],
    [
      'two who were under way together, in either order',
      ({ told, bookings }) => {
        told[3] = { ...told[3]!, answeredAt: 40 };
        told[4] = { ...told[4]!, answer: { ...told[4]!.answer!, position: 1 } };
        told[3] = { ...told[3], answer: { ...told[3].answer!, position: 2 } };
        Object.assign(find(bookings, 'Cy in painting'), { arrival: 4, state: 'waiting', leftLineAt: null });
        Object.assign(find(bookings, 'Di in painting'), { arrival: 3, state: 'offered', leftLineAt: 60 });
      },
    ],
  ])('does not complain of %s', (_, damage) => expect(complaints(damage)).toEqual([]));
});

const lost: Answer = { status: 201, code: null, bookingId: 'lost', state: 'confirmed', position: null };
const refused: Answer = { status: 409, code: 'admission.closed', bookingId: null, state: null, position: null };
const free = { capacity: 3, offersAreMade: false };
/** What cannot be broken alone: the counts of a class whose booking has moved. */
const consequences = new Map([
  [
    'Eve got a place in painting while Di, who came before, waits.',
    ['Eve was withdrawn from painting without having asked to.', 'painting counts 2 people in line; there are 1.'],
  ],
  [
    'Ann was told "confirmed" in music, and the database says "waiting".',
    [
      'music counts 1 places as taken; its bookings take 0.',
      'music counts 0 people in line; there are 1.',
      'music has a free place that Ann, first in line, was not offered.',
    ],
  ],
]);
