import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  daysToLeave,
  goneBy,
  leaveAfterJob,
  leavingRules,
  priceOfLeaving,
} from '../../src/apartments/leaving/leave-lease.rules.js';
import { overstayDays, overstayOf } from '../../src/apartments/leaving/overstay.rules.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { rentSchedule } from '../../src/apartments/rents/rent.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const date = (text: string) => Temporal.PlainDate.from(text);
const period = (from: string, until: string) => ({ from: date(from), until: date(until) });

/** A year from 2026-04-01, tier E without a degree: 40 % of 52 m² at 26.50 yuan. */
const lease = {
  period: period('2026-04-01', '2027-04-01'),
  schedule: rentSchedule(
    {
      policy: defaultPolicy,
      unit: { areaM2: 52, marketFenPerM2: 2_650 },
      household: { tier: 'E', spouseTier: null, degree: null },
      ...{ termNumber: 1, monthOfTenure: 1, hasEmployer: false },
    },
    12,
  ),
};

describe('the day to leave', () => {
  const days = (today: string, noticeDays: number = leavingRules.noticeDays) => {
    const { earliest, latest } = daysToLeave(lease.period, date(today), noticeDays);
    return [earliest.toString(), latest.toString()];
  };

  it('is 30 days ahead or later, and before the lease ends anyway', () => {
    expect(days('2026-08-01')).toEqual(['2026-08-31', '2027-03-31']);
    expect(days('2026-08-01', 0)).toEqual(['2026-08-01', '2027-03-31']);
  });

  it('leaves the lease a day at least', () => {
    expect(days('2026-01-01')[0]).toBe('2026-04-02');
  });

  it('after the end of a job is 90 days later, and 60 days after a lease everybody is to be gone', () => {
    expect(leaveAfterJob(defaultPolicy, date('2026-08-01')).toString()).toBe('2026-10-30');
    expect(goneBy(defaultPolicy, date('2027-03-31')).toString()).toBe('2027-05-30');
  });
});

describe('the price of leaving early', () => {
  const price = (leaveOn: string, why: 'notice' | 'job_ended' | 'death' = 'notice') =>
    priceOfLeaving(why, lease, date(leaveOn));

  it('is one month of net rent until half of the days have passed, and nothing from then on', () => {
    // 182 of 365 days are fewer than half, 183 are more.
    expect([price('2026-05-01'), price('2026-09-30'), price('2026-10-01')]).toEqual([55_120, 55_120, 0]);
  });

  it('is nothing at exactly half', () => {
    const even = { ...lease, period: period('2026-04-01', '2026-04-03') };
    expect(priceOfLeaving('notice', even, date('2026-04-02'))).toBe(0);
  });

  it('is nothing for who must leave', () => {
    expect([price('2026-05-01', 'job_ended'), price('2026-05-01', 'death')]).toEqual([0, 0]);
  });

  it('is the rent of the month in which they leave', () => {
    const schedule = lease.schedule.map((month) => {
      return 'refused' in month.rent ? month : { ...month, rent: { ...month.rent, netFen: month.leaseMonth } };
    });
    const on = (day: string) => priceOfLeaving('notice', { ...lease, schedule }, date(day));
    expect(['2026-04-30', '2026-05-01', '2026-09-01'].map(on)).toEqual([1, 2, 6]);
  });
});

describe('days after a lease', () => {
  const unit = { areaM2: 52, marketFenPerM2: 2_650 };

  it('are owed from the day after the last one, and not on the day on which the keys are back', () => {
    expect(overstayDays(lease.period, date('2027-04-01'))).toBeUndefined();
    expect(overstayDays(lease.period, date('2026-12-01'))).toBeUndefined();
    expect(overstayDays(lease.period, date('2027-04-02'))).toEqual(period('2027-04-01', '2027-04-02'));
  });

  it('cost twice the market rent, by the days of each month', () => {
    const { lines, amountFen } = overstayOf(defaultPolicy, unit, period('2027-04-29', '2027-06-03'));
    expect(lines).toEqual([
      { from: '2027-04-29', until: '2027-05-01', days: 2, fenPerDay: 9_187, amountFen: 18_374 },
      { from: '2027-05-01', until: '2027-06-01', days: 31, fenPerDay: 8_890, amountFen: 275_590 },
      { from: '2027-06-01', until: '2027-06-03', days: 2, fenPerDay: 9_187, amountFen: 18_374 },
    ]);
    expect(amountFen).toBe(312_338);
  });

  it('add up to every day once, wherever they begin', () => {
    const anyDay = fc.integer({ min: 0, max: 3_000 }).map((days) => date('2024-01-01').add({ days }));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 400 }), (from, days) => {
        const { lines, amountFen } = overstayOf(defaultPolicy, unit, { from, until: from.add({ days }) });
        expect(lines.reduce((sum, line) => sum + line.days, 0)).toBe(days);
        expect(lines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(amountFen);
        expect(lines.slice(1).map((line) => line.from)).toEqual(lines.slice(0, -1).map((line) => line.until));
      }),
    );
  });
});
