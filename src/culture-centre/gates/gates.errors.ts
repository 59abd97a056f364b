import { yuan } from '../../kernel/money.js';
import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';

export const gatesRefusals = refusals('gates', {
  name_taken: when('conflict', () => ({
    zh: '这个场馆已有同名的入口。',
    en: 'This venue has a gate of that name already.',
  })),
  hall_elsewhere: when('invalid', () => ({
    zh: '这个厅不属于这个场馆。',
    en: 'This hall does not belong to the venue.',
  })),
  not_at_this_gate: when('conflict', () => ({
    zh: '这一场不从这个入口进。',
    en: 'This gate does not let in to that slot.',
  })),
  no_places_at_door: when<{ free: number }>('conflict', ({ free }) => ({
    zh: free === 0 ? '现场已没有空位。' : `现场只剩 ${free} 个空位。`,
    en: free === 0 ? 'There is no place left at the door.' : `Only ${free} places are left at the door.`,
  })),
  class_not_sold: when<{ priceClass: string }>('conflict', () => ({
    zh: '这一场没有这种票。',
    en: 'Tickets of this price class are not sold for this slot.',
  })),
  to_be_paid: when<{ feeFen: number }>('conflict', ({ feeFen }) => ({
    zh: feeFen === 0 ? '这里不收费，请不要收款。' : `请先收款 ${yuan(feeFen)} 元，并填写金额、付款方式和收据号。`,
    en:
      feeFen === 0
        ? 'This is free: do not take money.'
        : `Take ${yuan(feeFen)} yuan first, and give amount, method and receipt number.`,
  })),
  seats_have_numbers: when('conflict', () => ({
    zh: '这一场对号入座，没有现场入场：请观众先选座并到服务台付款。',
    en: 'Seats here have numbers, and nobody walks in: let visitors choose seats and pay at the desk first.',
  })),
  slot_not_on: when('conflict', () => ({
    zh: '这一场现在不入场：未到开门时间、已经结束或已取消。',
    en: 'Nobody is let in to this slot now: its doors are not open yet, or it is over or cancelled.',
  })),
});

constraintKeeps('gates_one_per_name', gatesRefusals.name_taken);
