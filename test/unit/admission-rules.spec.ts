import { describe, expect, it } from '@jest/globals';
import {
  ageOn,
  assertAgeFits,
  assertInAudience,
  assertProfileComplete,
  assertWindowOpen,
} from '../../src/admission/booking.rules.js';
import type { PoolFacts } from '../../src/admission/booking.rules.js';
import { offerHeldUntil, unpaidHeldUntil } from '../../src/admission/offer.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
const read = (instant: Temporal.Instant) =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
const date = (text: string) => Temporal.PlainDate.from(text);

const pool: PoolFacts = {
  title: '国画',
  titleEn: 'Painting',
  opensAt: at('2026-08-18 09:00'),
  closesAt: at('2026-09-15 21:00'),
  endedAt: null,
  minAge: 18,
  maxAge: 55,
  ageOn: date('2026-09-01'),
  audience: 'zone',
  limitPerPerson: 2,
  largestParty: 1,
};
const person = { name: '王小明', birthOn: date('1995-05-01'), livesInZone: false, worksInZone: true };
const codeOf = (work: () => void) => {
  try {
    work();
    return 'fine';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the window', () => {
  it.each([
    ['2026-08-18 08:59', 'admission.not_open_yet'],
    ['2026-08-18 09:00', 'fine'],
    ['2026-09-15 20:59', 'fine'],
    ['2026-09-15 21:00', 'admission.closed'],
  ])('at %s: %s', (now, code) => expect(codeOf(() => assertWindowOpen(pool, at(now), zone))).toBe(code));

  it('says when it opens', () => {
    expect(() => assertWindowOpen(pool, at('2026-08-01 00:00'), zone)).toThrow('it opens on Tue 18 Aug 2026, 09:00');
  });
});

describe('ages', () => {
  it.each([
    ['2008-09-01', 'fine'],
    ['2008-09-02', 'admission.too_young'],
    ['1970-09-02', 'fine'],
    ['1970-09-01', 'admission.too_old'],
  ])('born %s: %s', (born, code) =>
    expect(codeOf(() => assertAgeFits(pool, { ...person, birthOn: date(born) }))).toBe(code),
  );

  it('are whole years; 29 February counts on 1 March', () => {
    expect(ageOn(date('2008-02-29'), date('2026-02-28'))).toBe(17);
    expect(ageOn(date('2008-02-29'), date('2026-03-01'))).toBe(18);
  });
});

describe('people', () => {
  it('of the audience live or work in the zone', () => {
    expect(codeOf(() => assertInAudience(pool, person))).toBe('fine');
    expect(codeOf(() => assertInAudience(pool, { ...person, worksInZone: false }))).toBe('admission.not_in_audience');
    expect(codeOf(() => assertInAudience({ ...pool, audience: 'everyone' }, { ...person, worksInZone: false }))).toBe(
      'fine',
    );
  });

  it('have given their name, and their birth date where age matters', () => {
    expect(codeOf(() => assertProfileComplete(pool, { ...person, name: null }))).toBe('admission.profile_incomplete');
    expect(codeOf(() => assertProfileComplete(pool, { ...person, birthOn: null }))).toBe(
      'admission.profile_incomplete',
    );
    const ageless = { ...pool, minAge: null, maxAge: null };
    expect(codeOf(() => assertProfileComplete(ageless, { ...person, birthOn: null }))).toBe('fine');
  });
});

describe('an offer is held', () => {
  it.each([
    ['24 hours', '2026-08-20 10:00', '2026-09-08 19:00', '2026-08-21 10:00'],
    ['2 hours when it begins within 48', '2026-09-07 10:00', '2026-09-08 19:00', '2026-09-07 12:00'],
    ['until the morning, not into the night', '2026-09-07 21:00', '2026-09-08 19:00', '2026-09-08 09:00'],
    [
      'until the next morning when it would end after 22:00',
      '2026-08-20 22:30',
      '2026-09-08 19:00',
      '2026-08-22 09:00',
    ],
    [
      'until the same morning when it would end before 08:00',
      '2026-08-20 03:00',
      '2026-09-08 19:00',
      '2026-08-21 09:00',
    ],
    ['not beyond the start', '2026-09-08 18:00', '2026-09-08 19:00', '2026-09-08 19:00'],
    ['24 hours when it has begun already', '2026-09-09 10:00', '2026-09-08 19:00', '2026-09-10 10:00'],
  ])('%s', (_, now, start, until) => expect(read(offerHeldUntil(at(now), at(start), zone))).toBe(until));
});

describe('an unpaid place is held', () => {
  it.each([
    ['for its hours', '2026-08-20 10:00', '2026-09-08 19:00', '2026-08-22 10:00'],
    ['not into the night', '2026-08-20 23:00', '2026-09-08 19:00', '2026-08-23 09:00'],
    ['not beyond the start', '2026-09-07 10:00', '2026-09-08 19:00', '2026-09-08 19:00'],
    ['two hours at the least', '2026-09-08 18:30', '2026-09-08 19:00', '2026-09-08 20:30'],
  ])('%s', (_, now, start, until) => expect(read(unpaidHeldUntil(at(now), at(start), 48, zone))).toBe(until));
});
