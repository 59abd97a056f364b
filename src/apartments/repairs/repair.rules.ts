import type { Text } from '../../kernel/text.js';
import { isBefore } from '../../kernel/time.js';
import type { Instant, Span } from '../../kernel/time.js';
import { openRepairStates } from './repair.lifecycle.js';
import type { RepairState } from './repair.lifecycle.js';

export const repairCategories = ['water', 'electricity', 'appliance', 'lock', 'furniture', 'other'] as const;
export type RepairCategory = (typeof repairCategories)[number];

export const categoryInWords: Readonly<Record<RepairCategory, Text>> = {
  water: { zh: '水路', en: 'water' },
  electricity: { zh: '电路', en: 'electricity' },
  appliance: { zh: '电器', en: 'appliance' },
  lock: { zh: '门锁', en: 'lock' },
  furniture: { zh: '家具', en: 'furniture' },
  other: { zh: '其他', en: 'other' },
};

export const urgencies = ['low', 'normal', 'urgent'] as const;
export type Urgency = (typeof urgencies)[number];

/** Hours from the report, or the reopening, within which a repair is to be done. */
export const hoursToRepair: Readonly<Record<Urgency, number>> = { urgent: 24, normal: 72, low: 7 * 24 };

export const repairPayers = ['house', 'tenant'] as const;
export type RepairPayer = (typeof repairPayers)[number];

/** Most photos of a repair, and most repairs of one unit that are open at once. */
export const repairLimits = { photos: 6, openPerUnit: 20, hoursOfAppointment: 12 } as const;

export function repairDueAt(urgency: Urgency, reportedAt: Instant): Instant {
  return reportedAt.add({ hours: hoursToRepair[urgency] });
}

/** Reckoned whenever it is asked, never kept. */
export function isOverdue(repair: { readonly state: RepairState; readonly dueAt: Instant }, now: Instant): boolean {
  return openRepairStates.includes(repair.state) && isBefore(repair.dueAt, now);
}

export type AppointmentFault = 'appointment_ends_before_it_begins' | 'appointment_too_long' | 'appointment_in_the_past';

/** What is wrong with the time of a visit, if anything is. */
export function faultOfAppointment({ startsAt, endsAt }: Span, now: Instant): AppointmentFault | undefined {
  if (!isBefore(startsAt, endsAt)) return 'appointment_ends_before_it_begins';
  if (isBefore(startsAt.add({ hours: repairLimits.hoursOfAppointment }), endsAt)) return 'appointment_too_long';
  return isBefore(startsAt, now) ? 'appointment_in_the_past' : undefined;
}

/** What of a charge that is there is taken off, or what is to be charged, when the tenant's part comes to this. */
export function chargeStep(
  charged: { readonly owedFen: number; readonly reducedFen: number; readonly writtenOffFen: number } | undefined,
  tenantFen: number,
): { readonly openFen: number } | { readonly reduceFen: number } | { readonly chargedFen: number } {
  if (!charged) return { openFen: tenantFen };
  const chargedFen = charged.owedFen - charged.reducedFen;
  if (tenantFen > chargedFen) return { chargedFen };
  return { reduceFen: Math.min(chargedFen - tenantFen, chargedFen - charged.writtenOffFen) };
}
