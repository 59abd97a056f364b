import { describe, expect, it } from '@jest/globals';
import { chargeStep, faultOfAppointment, isOverdue, repairDueAt } from '../../src/apartments/repairs/repair.rules.js';
import { openRepairStates, repairLifecycle, repairStates } from '../../src/apartments/repairs/repair.lifecycle.js';
import { moved, planned } from '../../src/apartments/repairs/repair.messages.js';
import { Temporal } from '../../src/kernel/time.js';

const at = (text: string) => Temporal.Instant.from(`${text}:00+08:00`);
const now = at('2026-08-20T10:00');

describe('when a repair is due', () => {
  it.each([
    ['urgent', '2026-08-21T10:00'],
    ['normal', '2026-08-23T10:00'],
    ['low', '2026-08-27T10:00'],
  ] as const)('%s: %s', (urgency, due) => {
    expect(repairDueAt(urgency, now).equals(at(due))).toBe(true);
  });

  it('is overdue while something is to be done and its time is over, not at the very moment', () => {
    const overdue = repairStates.filter((state) => isOverdue({ state, dueAt: at('2026-08-20T09:59') }, now));
    expect(overdue).toEqual(['reported', 'planned', 'reopened']);
    expect(isOverdue({ state: 'reported', dueAt: now }, now)).toBe(false);
  });
});

describe('the moves of a repair', () => {
  it('end in rated, refused and withdrawn, and what is open can be refused and withdrawn', () => {
    expect(repairStates.filter((state) => repairLifecycle.isFinal(state))).toEqual(['rated', 'refused', 'withdrawn']);
    for (const end of ['refused', 'withdrawn'] as const) expect(repairLifecycle.before(end)).toEqual(openRepairStates);
    expect(repairLifecycle.before('done')).toEqual(['planned']);
  });
});

describe('the time of a visit', () => {
  it.each([
    ['2026-08-20T10:00', '2026-08-20T11:00', undefined],
    ['2026-08-20T10:00', '2026-08-20T22:00', undefined],
    ['2026-08-20T10:00', '2026-08-20T22:01', 'appointment_too_long'],
    ['2026-08-20T11:00', '2026-08-20T11:00', 'appointment_ends_before_it_begins'],
    ['2026-08-20T12:00', '2026-08-20T11:00', 'appointment_ends_before_it_begins'],
    ['2026-08-20T09:59', '2026-08-20T11:00', 'appointment_in_the_past'],
  ])('from %s until %s: %s', (from, until, fault) => {
    expect(faultOfAppointment({ startsAt: at(from), endsAt: at(until) }, now)).toBe(fault);
  });
});

describe('what a tenant is charged', () => {
  const charged = (owedFen: number, reducedFen = 0, writtenOffFen = 0) => ({ owedFen, reducedFen, writtenOffFen });
  it.each([
    ['the first time', undefined, 8_000, { openFen: 8_000 }],
    ['done over for the same', charged(8_000), 8_000, { reduceFen: 0 }],
    ['done over for less', charged(8_000), 5_000, { reduceFen: 3_000 }],
    ['done over for nothing', charged(8_000), 0, { reduceFen: 8_000 }],
    ['done over for nothing, some of it given up', charged(8_000, 0, 6_000), 0, { reduceFen: 2_000 }],
    ['done over for more', charged(8_000), 8_001, { chargedFen: 8_000 }],
    ['done over for more than was left of it', charged(8_000, 3_000), 6_000, { chargedFen: 5_000 }],
  ])('%s', (_, before, tenantFen, step) => {
    expect(chargeStep(before, tenantFen)).toEqual(step);
  });
});

describe('what a tenant is told', () => {
  const about = {
    place: { zh: '菁英公寓 1号楼 0201', en: 'Talent House, No. 1, 0201' },
    category: 'water',
    reference: 'E7KM-4QXR',
  } as const;
  const visit = (until: string) => ({
    startsAt: at('2026-08-21T14:00'),
    endsAt: at(until),
    zone: 'Asia/Shanghai',
    assignedTo: '张师傅',
  });

  it('says when, who and where in both languages', () => {
    expect(planned(about, visit('2026-08-21T16:00')).body).toEqual({
      zh: '菁英公寓 1号楼 0201（水路）：维修已安排在 2026年8月21日 周五 14:00–16:00 上门，维修人员：张师傅。请留人在家。报修编号 E7KM-4QXR。',
      en: 'Talent House, No. 1, 0201 (water): The repair is planned for Fri 21 Aug 2026, 14:00–16:00; 张师傅 will come. Please be at home. Your reference is E7KM-4QXR.',
    });
    expect(moved(about, visit('2026-08-22T01:00')).body.en).toContain('14:00–Sat 22 Aug 2026, 01:00');
  });
});
