import { isoIn } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import type { RepairState } from './repair.lifecycle.js';
import { isOverdue } from './repair.rules.js';
import type { RepairCategory, RepairPayer, Urgency } from './repair.rules.js';
import type { RepairRow } from './repairs.contract.js';
import { instantOf } from '../../platform/database/sql-values.js';

/** A repair as the queries read it. */
export interface RepairRecord {
  id: string;
  reference: string;
  state: RepairState;
  category: RepairCategory;
  urgency: Urgency;
  description: string;
  unit_id: string;
  number: string;
  building: string;
  building_en: string;
  starts_at: Date | null;
  ends_at: Date | null;
  assigned_to: string | null;
  cost_fen: string | null;
  payer: RepairPayer | null;
  charge_id: string | null;
  rating: number | null;
  rating_words: string | null;
  refusal_reason: string | null;
  refusal_reason_en: string | null;
  reopen_words: string | null;
  reopened_at: Date | null;
  created_at: Date;
  due_at: Date;
  done_at: Date | null;
  lease_id: string | null;
  resident_id: string | null;
  tenant: string | null;
  phone: string | null;
}

/** Without the photos. The contract of a tenant leaves out who is told, which is them. */
export function toRepairRow(row: RepairRecord, zone: string, now: Instant): RepairRow {
  const { id, reference, state, category, urgency, description, lease_id: leaseId, assigned_to: assignedTo } = row;
  const iso = (date: Date) => isoIn(zone, instantOf(date));
  const { unit_id, number, building, building_en: buildingEn, resident_id, tenant, phone } = row;
  return {
    ...{ id, reference, state, category, urgency, description, leaseId, assignedTo },
    unit: { id: unit_id, building, buildingEn, number },
    appointment: row.starts_at && row.ends_at ? { startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) } : null,
    cost:
      row.cost_fen !== null && row.payer
        ? { amountFen: Number(row.cost_fen), payer: row.payer, chargeId: row.charge_id }
        : null,
    rating: row.rating === null ? null : { rating: row.rating, words: row.rating_words },
    refusal:
      row.refusal_reason !== null && row.refusal_reason_en !== null
        ? { reason: row.refusal_reason, reasonEn: row.refusal_reason_en }
        : null,
    reopened:
      row.reopen_words !== null && row.reopened_at ? { words: row.reopen_words, at: iso(row.reopened_at) } : null,
    createdAt: iso(row.created_at),
    dueAt: iso(row.due_at),
    isOverdue: isOverdue({ state, dueAt: instantOf(row.due_at) }, now),
    doneAt: row.done_at && iso(row.done_at),
    tenant: resident_id === null ? null : { id: resident_id, name: tenant ?? '', phone: phone ?? '' },
  };
}
