import { isoIn } from '../../kernel/time.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { toPhotoView } from '../photos/photo.view.js';
import type { PhotoRecord } from '../photos/photo.view.js';
import type { InspectionState } from './inspection.lifecycle.js';
import { changeOf, meterFacts, meters, usedOf } from './inspection.rules.js';
import type { InspectionKind } from './inspection.rules.js';
import type { Comparison, InspectionView } from './inspections.contract.js';

/** An inspection as the queries read it. */
export interface InspectionRecord {
  id: string;
  lease_id: string;
  kind: InspectionKind;
  state: InspectionState;
  starts_at: Date | null;
  ends_at: Date | null;
  electricity_kwh: string | null;
  water_m3: string | null;
  gas_m3: string | null;
  presented_at: Date | null;
  answered_at: Date | null;
  answer_words: string | null;
  created_at: Date;
  items: InspectionView['items'];
}

export type InspectionPhotoRecord = PhotoRecord & { inspection_id: string; item_id: string | null };

export function toInspectionView(
  row: InspectionRecord,
  photos: readonly InspectionPhotoRecord[],
  zone: string,
): InspectionView {
  const { id, lease_id: leaseId, kind, state, items, answer_words: words, answered_at: at } = row;
  const iso = (date: Date) => isoIn(zone, instantOf(date));
  const reading = (text: string | null) => (text === null ? null : Number(text));
  return {
    ...{ id, leaseId, kind, state, items },
    appointment: row.starts_at && row.ends_at ? { startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) } : null,
    meters: {
      electricity: reading(row.electricity_kwh),
      water: reading(row.water_m3),
      gas: reading(row.gas_m3),
    },
    photos: photos
      .filter((photo) => photo.inspection_id === id)
      .map((photo) => ({ ...toPhotoView(photo, zone), itemId: photo.item_id })),
    presentedAt: row.presented_at && iso(row.presented_at),
    answer: at || words !== null ? { words, at: at && iso(at) } : null,
    createdAt: iso(row.created_at),
  };
}

/** Item by item in the order of the check-out, then what was on the list at check-in alone. */
export function compare(
  checkIn: InspectionView | null,
  checkOut: InspectionView,
  deductedFen: ReadonlyMap<string, number>,
): Comparison {
  const before = new Map(checkIn?.items.map((item) => [item.name, item]));
  const after = new Map(checkOut.items.map((item) => [item.name, item]));
  const gone = checkIn?.items.filter(({ name }) => !after.has(name)) ?? [];
  const items = [...checkOut.items, ...gone].map(({ name, nameEn }) => {
    const [was, is] = [before.get(name), after.get(name)];
    const seen = (item: typeof was) => item && { id: item.id, condition: item.condition, remark: item.remark };
    return {
      ...{ name, nameEn, checkIn: seen(was) ?? null, checkOut: seen(is) ?? null },
      change: changeOf(was?.condition, is?.condition),
      deductedFen: deductedFen.get(is?.id ?? '') ?? 0,
    };
  });
  return {
    items,
    worse: items.filter(({ change }) => change === 'worse').length,
    meters: meters.map((meter) => {
      const [read, readLater] = [checkIn?.meters[meter] ?? null, checkOut.meters[meter]];
      const used = usedOf(meter, read, readLater);
      return { meter, unit: meterFacts[meter].unit, checkIn: read, checkOut: readLater, used };
    }),
  };
}
