import { refusals, when } from '../../kernel/refusal.js';
import type { Text } from '../../kernel/text.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const hallsRefusals = refusals('halls', {
  name_taken: when('conflict', () => ({
    zh: '这个场馆已有同名的厅。',
    en: 'This venue has a hall of that name already.',
  })),
  seat_map_wrong: when<{ problems: readonly Text[] }>('invalid', ({ problems }) => ({
    zh: `座位图有 ${problems.length} 处错误：${problems
      .slice(0, 5)
      .map(({ zh }) => zh)
      .join('；')}。`,
    en: `The seat map has ${problems.length} errors: ${problems
      .slice(0, 5)
      .map(({ en }) => en)
      .join('; ')}.`,
  })),
  no_seats_here: when('conflict', () => ({
    zh: '展厅没有座位图；只有剧场有。',
    en: 'An exhibition hall has no seat map; only a theatre has.',
  })),
});

constraintKeeps('halls_one_per_name', hallsRefusals.name_taken);
