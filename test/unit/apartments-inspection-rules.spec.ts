import { describe, expect, it } from '@jest/globals';
import {
  changeOf,
  itemsToInspect,
  meterGoneBack,
  readsWithin,
  standardItems,
  usedOf,
} from '../../src/apartments/inspections/inspection.rules.js';
import { inspectionLifecycle, inspectionStates } from '../../src/apartments/inspections/inspection.lifecycle.js';
import { photoName, photoTypeOf } from '../../src/apartments/photos/photo-file.rules.js';
import { jpeg, pdf, png } from '../support/given-application.js';
import { webp } from '../support/given-inspections.js';

describe('what is looked at', () => {
  it('is the standard list and the equipment of the unit, each once', () => {
    const items = itemsToInspect([], ['空调', '厨房']).map(({ zh }) => zh);
    expect(items).toEqual([...standardItems.map(({ zh }) => zh), '空调']);
  });

  it('is at check-out the list of the check-in, and what the unit got since', () => {
    const before = [
      { zh: '墙面', en: 'Walls' },
      { zh: '书桌', en: 'Desk' },
    ];
    expect(itemsToInspect(before, ['书桌', '冰箱'])).toEqual([...before, { zh: '冰箱', en: '冰箱' }]);
  });
});

describe('what became of an item', () => {
  it.each([
    ['good', 'good', 'same'],
    ['good', 'worn', 'worse'],
    ['worn', 'missing', 'worse'],
    ['damaged', 'good', 'better'],
    [undefined, 'good', 'only_at_check_out'],
    ['good', undefined, 'only_at_check_in'],
    [null, 'good', 'not_known'],
    ['good', null, 'not_known'],
  ] as const)('%s, then %s, is %s', (before, after, change) => {
    expect(changeOf(before, after)).toBe(change);
  });
});

describe('meters', () => {
  const none = { electricity: null, water: null, gas: null };

  it('show what was used to the last decimal', () => {
    expect(usedOf('electricity', 0.1, 0.3)).toBe(0.2);
    expect(usedOf('water', 1_234.567, 1_300.001)).toBe(65.434);
    expect(usedOf('gas', null, 3)).toBeNull();
    expect(usedOf('gas', 3, null)).toBeNull();
  });

  it('have as many decimals as they show', () => {
    expect([readsWithin(12.34, 'electricity'), readsWithin(12.345, 'electricity')]).toEqual([true, false]);
    expect([readsWithin(12.345, 'water'), readsWithin(12.3456, 'water')]).toEqual([true, false]);
  });

  it('never run backwards, but may stand still, and one that was not read says nothing', () => {
    const before = { electricity: 100, water: 5, gas: null };
    expect(meterGoneBack(before, { electricity: 100, water: 4.999, gas: 0 })).toEqual({
      meter: 'water',
      checkIn: 5,
      checkOut: 4.999,
    });
    expect(meterGoneBack(before, { ...before, gas: 0 })).toBeUndefined();
    expect(meterGoneBack(before, none)).toBeUndefined();
    expect(meterGoneBack(none, before)).toBeUndefined();
  });
});

describe('an inspection', () => {
  it('that is confirmed goes nowhere, and nothing but what was presented is answered', () => {
    expect(inspectionLifecycle.isFinal('confirmed')).toBe(true);
    for (const state of inspectionStates) {
      expect(inspectionLifecycle.mayMove(state, 'confirmed')).toBe(state === 'presented');
      expect(inspectionLifecycle.mayMove(state, 'disputed')).toBe(state === 'presented');
    }
  });
});

describe('a photo', () => {
  it('is a JPEG, a PNG or a WebP by its first bytes, and is named so', () => {
    const sound = Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1');
    expect([jpeg, png, webp, pdf, sound, Buffer.from('RIFF'), Buffer.alloc(0)].map(photoTypeOf)).toEqual([
      'image/jpeg',
      'image/png',
      'image/webp',
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect(photoName('E7KM-4QXR', 'image/jpeg')).toBe('E7KM-4QXR.jpg');
  });
});
