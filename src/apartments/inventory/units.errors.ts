import { refusals, when } from '../../kernel/refusal.js';
import type { Days } from '../../kernel/time.js';
import { peopleRefusals } from '../../people/index.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import { photoRefusalRows } from '../photos/photo-file.rules.js';
import type { CellError } from '../../platform/sheets/check-sheet.rules.js';

/** The outage that stands in the way. */
export type OtherOutage = { readonly outageId: string; readonly kind: 'repair' | 'reserved' } & Days;

function daysInWords({ from, until }: Days, to: string, open: string): string {
  return until ? `${from.toString()} ${to} ${until.subtract({ days: 1 }).toString()}` : `${from.toString()} ${open}`;
}

export const unitsRefusals = refusals('units', {
  no_such_building: when('not_found', () => ({
    zh: '没有这栋楼。',
    en: 'There is no such building.',
  })),
  no_such_unit: when('not_found', () => ({
    zh: '没有这套房源。',
    en: 'There is no such unit.',
  })),
  building_name_in_use: when('conflict', () => ({
    zh: '这个公寓已有同名的楼栋。',
    en: 'The apartment house has a building of this name already.',
  })),
  number_in_use: when('conflict', () => ({
    zh: '这栋楼已有这个房号。',
    en: 'The building has a unit of this number already.',
  })),
  value_not_sensible: when('invalid', () => ({
    zh: '楼层、居室、面积、市场租金或停用类别超出了允许的范围。',
    en: 'The floor, rooms, area, market rent or kind of outage is outside what is allowed.',
  })),
  not_free: when('not_found', () => ({
    zh: '这套房源现在不能选，请在空置房源中另选一套。',
    en: 'This unit cannot be chosen now; look for another one among the free units.',
  })),
  outage_overlaps: when<{ other: OtherOutage }>('conflict', ({ other }) => ({
    zh: `这套房源在 ${daysInWords(other, '至', '起')}已停用。请先结束或更改那一段。`,
    en: `The unit is out of service already, ${daysInWords(other, 'to', 'onwards')}; end or change that outage first.`,
  })),
  outage_overlaps_meanwhile: when('conflict', () => ({
    zh: '这套房源刚刚被停用，请刷新后重试。',
    en: 'The unit was taken out of service just now; load again and try once more.',
  })),
  outage_ends_before_it_begins: when('invalid', () => ({
    zh: '停用须至少一天：恢复日须在开始日之后。',
    en: 'An outage takes at least one day: the unit must be back after the day on which the outage begins.',
  })),
  ...photoRefusalRows,
  too_many_photos: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每套房源最多 ${limit} 张照片。`,
    en: `A unit has at most ${limit} photos.`,
  })),
  photo_there_already: when('conflict', () => ({
    zh: '这套房源已有这张照片。',
    en: 'The unit has this photo already.',
  })),
  other_photos: when('conflict', () => ({
    zh: '这套房源的照片有变动，请刷新后重新排序。',
    en: 'The unit has other photos than these; load it again and name each of them once.',
  })),
  unit_list_has_errors: when<{ count: number; errors: readonly CellError[] }>('not_acceptable_now', ({ count }) => ({
    zh: `房源表有 ${count} 处错误，没有导入任何内容。请按行、列修改后重新导入。`,
    en: `The unit list has ${count} errors, and nothing was imported. Correct the rows and columns named and import it again.`,
  })),
  unit_list_unreadable: when<{ reason: string; reasonEn: string }>('invalid', ({ reason, reasonEn }) => ({
    zh: `无法读取房源表：${reason}`,
    en: `The unit list cannot be read: ${reasonEn}`,
  })),
});

constraintKeeps('buildings_at_venue', peopleRefusals.no_such_venue);
constraintKeeps('buildings_one_per_name_and_venue', unitsRefusals.building_name_in_use);
constraintKeeps('units_in_building', unitsRefusals.no_such_building);
constraintKeeps('units_one_per_number_and_building', unitsRefusals.number_in_use);
constraintKeeps('unit_photos_each_once', unitsRefusals.photo_there_already);
constraintKeeps('unit_outages_of_unit', unitsRefusals.no_such_unit);
constraintKeeps('unit_outages_one_at_a_time', unitsRefusals.outage_overlaps_meanwhile);
constraintKeeps('unit_outages_begin_before_they_end', unitsRefusals.outage_ends_before_it_begins);
for (const constraint of [
  'units_floor_sensible',
  'units_rooms_sensible',
  'units_area_sensible',
  'units_market_rent_sensible',
  'unit_outages_known_kind',
]) {
  constraintKeeps(constraint, unitsRefusals.value_not_sensible);
}
