import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usualRules } from '../../src/culture-centre/programme/item-rules.contract.js';
import { isChild, isSenior, priceOf, usualPercents } from '../../src/culture-centre/programme/prices.rules.js';
import { timesOf } from '../../src/culture-centre/programme/programme-list.rules.js';
import { bookingWindow, overlappingTimes, plannedSlots } from '../../src/culture-centre/programme/slot-plan.rules.js';
import { bookingStateOf } from '../../src/culture-centre/programme/whats-on.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const zone = 'Asia/Shanghai';
const day = (text: string) => Temporal.PlainDate.from(text);
const plan = (overrides: object = {}) => ({
  ...{ startsOn: day('2026-12-01'), endsOn: day('2026-12-14'), closedWeekdays: [1], closedOn: ['2026-12-10'] },
  times: [{ day: null, from: '09:00', until: '11:00' }],
  ...overrides,
});
const days = (slots: readonly { day: Temporal.PlainDate }[]) => slots.map((slot) => slot.day.toString().slice(5));

describe('the slots of an exhibition', () => {
  it('are on every open day, Mondays and closed days left out', () => {
    expect(days(plannedSlots(plan(), zone))).toEqual([
      '12-01',
      '12-02',
      '12-03',
      '12-04',
      '12-05',
      '12-06',
      '12-08',
      '12-09',
      '12-11',
      '12-12',
      '12-13',
    ]);
  });

  it('of one day are there also where that day is closed otherwise', () => {
    const times = [{ day: '2026-12-07', from: '18:00', until: '20:00' }];
    expect(days(plannedSlots(plan({ times }), zone))).toEqual(['12-07']);
  });

  it('can be booked from the hour of so many days before until the last entry', () => {
    const [slot] = plannedSlots(plan(), zone);
    if (!slot) throw new Error('There is a slot.');
    const exhibition = bookingWindow(slot, usualRules('timed'), zone);
    const at = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(zone).toPlainDateTime().toString();
    expect([at(exhibition.opensAt), at(exhibition.closesAt)]).toEqual(['2026-11-24T17:00:00', '2026-12-01T10:30:00']);
    expect(at(bookingWindow(slot, usualRules('numbered'), zone).closesAt)).toBe('2026-12-01T09:00:00');
  });

  it('never overlap on a day, and every one lies within the first and the last', () => {
    const time = fc.tuple(fc.nat(22), fc.integer({ min: 1, max: 3 })).map(([from, hours]) => {
      const pad = (hour: number) => `${String(Math.min(hour, 23)).padStart(2, '0')}:00`;
      return { day: null, from: pad(from), until: pad(from + hours) };
    });
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 4 }), fc.nat(40), (times, length) => {
        fc.pre(overlappingTimes(times) === undefined && times.every(({ from, until }) => from < until));
        const slots = plannedSlots(plan({ times, endsOn: day('2026-12-01').add({ days: length }) }), zone);
        slots.forEach((slot, index) => {
          const before = slots[index - 1];
          if (before)
            expect(before.during.endsAt.epochMilliseconds).toBeLessThanOrEqual(slot.during.startsAt.epochMilliseconds);
        });
      }),
    );
  });
});

describe('the hours of a list', () => {
  const entry = (kind: 'exhibition' | 'performance', startsOn: string, endsOn: string, ...hours: string[]) =>
    timesOf({
      ...{
        kind,
        entry: kind === 'exhibition' ? 'timed' : 'unnumbered',
        title: '',
        titleEn: '',
        hall: '',
        hallEn: '',
        places: 1,
        priceFen: 0,
      },
      ...{ startsOn: day(startsOn), endsOn: day(endsOn) },
      hours: hours.map((text) => ({ from: text.slice(0, 5), until: text.slice(6) })),
    }).map(({ day: on, from }) => `${on?.slice(5) ?? 'every day'} ${from}`);

  it('are one showing a day where a performance has as many as days, else each on every day', () => {
    expect(entry('performance', '2027-01-16', '2027-01-17', '19:30-21:45', '14:00-16:15')).toEqual([
      '01-16 19:30',
      '01-17 14:00',
    ]);
    expect(entry('performance', '2027-01-16', '2027-01-18', '10:00-11:00', '15:00-16:00')).toEqual([
      'every day 10:00',
      'every day 15:00',
    ]);
    expect(entry('exhibition', '2027-01-16', '2027-01-17', '09:00-11:00', '11:00-13:30')).toEqual([
      'every day 09:00',
      'every day 11:00',
    ]);
  });
});

describe('prices', () => {
  it('are the share of the class in the price of the zone, half a fen rounded up', () => {
    const item = { priceFen: 8_001, zonePrices: { A: 12_000 }, classPercents: usualPercents };
    expect(priceOf(item, { zone: 'A', priceClass: 'tenant' })).toBe(9_600);
    expect(priceOf(item, { zone: 'B', priceClass: 'child' })).toBe(4_001);
    expect(priceOf(item, { zone: null, priceClass: 'adult' })).toBe(8_001);
  });

  it('are a child’s until the birthday, and a senior’s from it on', () => {
    const ages = { childBelowAge: 14, seniorFromAge: 60 };
    expect(isChild(day('2012-12-02'), day('2026-12-01'), ages)).toBe(true);
    expect(isChild(day('2012-12-01'), day('2026-12-01'), ages)).toBe(false);
    expect(isSenior(day('1966-12-01'), day('2026-12-01'), ages)).toBe(true);
    expect(isSenior(day('1966-12-02'), day('2026-12-01'), ages)).toBe(false);
    expect(isChild(null, day('2026-12-01'), ages)).toBe(false);
  });
});

describe('whether a slot can be booked', () => {
  const at = (text: string) => day('2026-12-01').toZonedDateTime({ timeZone: zone, plainTime: text }).toInstant();
  const slot = {
    opensAt: at('09:00'),
    closesAt: at('17:00'),
    isCancelled: false,
    placesLeft: 3,
    waiting: 0,
    waitingList: true,
  };
  it('is said in one word', () => {
    expect(bookingStateOf(slot, at('08:59'))).toBe('not_yet_open');
    expect(bookingStateOf(slot, at('09:00'))).toBe('open');
    expect(bookingStateOf({ ...slot, waiting: 1 }, at('09:00'))).toBe('waiting_list');
    expect(bookingStateOf({ ...slot, placesLeft: 0, waitingList: false }, at('09:00'))).toBe('full');
    expect(bookingStateOf(slot, at('17:00'))).toBe('closed');
    expect(bookingStateOf({ ...slot, isCancelled: true }, at('09:00'))).toBe('cancelled');
  });
});
