import { refusals, when } from '../../kernel/refusal.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import { priceClassWords } from '../programme/prices.rules.js';
import type { PriceClass } from '../programme/prices.rules.js';

/** The first few: a school's list has dozens, and the facts name all of them. */
function someOf(names: readonly string[], between: string, more: string): string {
  return names.slice(0, 5).join(between) + (names.length > 5 ? more : '');
}

export const orderRefusals = refusals('orders', {
  document_has_ticket: when<{ names: readonly string[] }>('conflict', ({ names }) => ({
    zh: `${someOf(names, '、', ' 等') || '有参观人'}当天已有预约：每个证件每天限一张票。请先取消原来的，或换一天。`,
    en: `On that day there is a ticket already for ${someOf(names, ', ', ' and others') || 'one of the visitors'}: one per document and day. Cancel it first, or choose another day.`,
  })),
  document_twice: when('invalid', () => ({
    zh: '同一个证件填写了两次。',
    en: 'The same document is named twice.',
  })),
  document_not_valid: when<{ visitor: number; why: string; whyEn: string }>('invalid', ({ visitor, why, whyEn }) => ({
    zh: `第 ${visitor} 位参观人：${why}`,
    en: `Visitor ${visitor}: ${whyEn}`,
  })),
  document_missing: when<{ visitor: number }>('invalid', ({ visitor }) => ({
    zh: `实名预约：请填写第 ${visitor} 位参观人的姓名和证件。`,
    en: `Booking is by real name: give name and document of visitor ${visitor}.`,
  })),
  day_limit_reached: when<{ limit: number; booked: number }>('conflict', ({ limit, booked }) => ({
    zh: `每个账号每天最多 ${limit} 人，你当天已预约 ${booked} 人。`,
    en: `At most ${limit} people an account and day; you have booked ${booked} for that day.`,
  })),
  too_many_children: when<{ most: number; belowAge: number }>('conflict', ({ most, belowAge }) => ({
    zh: `每个账号每天未满 ${belowAge} 周岁的最多 ${most} 人。`,
    en: `At most ${most} visitors of an account and day may be below ${belowAge} years of age.`,
  })),
  too_many_groups: when<{ open: number }>('conflict', ({ open }) => ({
    zh: `你有 ${open} 个团体预约尚在审核。请等审核结果，或先取消其中一个。`,
    en: `${open} of your groups wait for the house to decide. Wait for that, or cancel one of them first.`,
  })),
  price_class_not_sold: when<{ priceClass: string }>('conflict', () => ({
    zh: '这场没有这种票。',
    en: 'Tickets of this price class are not sold here.',
  })),
  price_class_does_not_fit: when<{ visitor: number; priceClass: PriceClass }>(
    'conflict',
    ({ visitor, priceClass }) => ({
      zh: `第 ${visitor} 位不符合所选票种（${priceClassWords[priceClass].zh}）的条件。儿童票、老人票须填写身份证；住户票、学员票限本人账号有效的租约或报名。`,
      en: `Visitor ${visitor} does not fit the price class "${priceClassWords[priceClass].en}". Child and senior need an ID card; tenant and learner need a lease or enrolment of your own account.`,
    }),
  ),
  seat_unknown: when<{ seat: string }>('invalid', ({ seat }) => ({
    zh: `没有 ${seat} 这个座位。`,
    en: `There is no seat ${seat}.`,
  })),
  seat_taken: when<{ seats: readonly string[] }>('conflict', ({ seats }) => ({
    zh: `座位 ${seats.join('、') || ''} 刚刚被别人选走，请另选。`,
    en: `Seat ${seats.join(', ') || ''} was just taken; choose another.`,
  })),
  seat_reserved: when<{ seat: string; kind: 'house' | 'accessible' }>('conflict', ({ seat, kind }) => ({
    zh: kind === 'house' ? `${seat} 是预留席，暂不出售。` : `${seat} 是轮椅席。需要轮椅席时请注明。`,
    en:
      kind === 'house'
        ? `${seat} is a house seat and not on sale yet.`
        : `${seat} is an accessible place. Say so if you need it.`,
  })),
  seat_stranded: when<{ seats: readonly string[] }>('conflict', ({ seats }) => ({
    zh: `这样会剩下单个座位 ${seats.join('、')}。请往旁边挪一个，让座位连着。`,
    en: `That would leave the single seat ${seats.join(', ')}. Move by one so that none is left alone.`,
  })),
  not_together: when<{ wanted: number; most: number }>('conflict', ({ wanted, most }) => ({
    zh: `没有 ${wanted} 个连在一起的座位，最多 ${most} 个。可以分开选。`,
    en: `There are no ${wanted} seats together, at most ${most}. You can choose them apart.`,
  })),
  seats_have_numbers: when('conflict', () => ({
    zh: '这场对号入座，请先选座。',
    en: 'The seats here have numbers: choose seats first.',
  })),
  seats_have_no_numbers: when('conflict', () => ({
    zh: '这场不对号，直接预约即可。',
    en: 'The seats here have no numbers: just book places.',
  })),
  seats_differ: when('invalid', () => ({
    zh: '请为每一个选中的座位填写一次，不多也不少。',
    en: 'Name every seat that you hold once, no more and no fewer.',
  })),
  complete_first: when('conflict', () => ({
    zh: '请先填写每个座位由谁来坐，或放弃这些座位。',
    en: 'Say first who sits on the seats that you hold, or give them all back.',
  })),
  completed_already: when('conflict', () => ({
    zh: '这个订单已经填好了。请在“我的预约”中查看是否还需付款。',
    en: 'This order is complete already. Look at your orders for whether it is still to be paid.',
  })),
  group_undecided: when('conflict', () => ({
    zh: '团体预约由工作人员审核，结果会通知你，无需确认。',
    en: 'The house decides about a group and tells you; there is nothing to accept.',
  })),
  group_stays: when('conflict', () => ({
    zh: '团体预约是按场次审核的，不能自行改场次。请取消后，为新的场次重新提交名单。',
    en: 'A group is approved for its slot and does not move by itself. Cancel it, and send the list for another slot.',
  })),
  zone_unknown: when<{ zone: string; zones: readonly string[] }>('invalid', ({ zone, zones }) => ({
    zh: `没有 ${zone} 区。可选：${zones.join('、')}。`,
    en: `There is no zone ${zone}; choose one of ${zones.join(', ')}.`,
  })),
  not_held: when('conflict', () => ({
    zh: '座位的保留时间已过，请重新选座。',
    en: 'The seats are not held any more; choose again.',
  })),
  not_movable: when('conflict', () => ({
    zh: '只有已确认的分时参观预约可以改场次：待付款的请先付款，候补和选座的请取消后重新预约。',
    en: 'Only a confirmed visit moves to another slot: pay first what is unpaid; cancel what waits or has seats, and book again.',
  })),
  paid_stays: when<{ refundHours: number }>('conflict', ({ refundHours }) => ({
    zh: `已付款的预约最晚可在开场前 ${refundHours} 小时改场次，现在已过。`,
    en: `What is paid moves to another slot until ${refundHours} hours before its start, and that has passed.`,
  })),
  not_the_same_exhibition: when('conflict', () => ({
    zh: '只能改到同一个展览的其他场次。',
    en: 'It can move only to another slot of the same exhibition.',
  })),
  already_used: when('conflict', () => ({
    zh: '票已经使用，不能再更改或取消。',
    en: 'A ticket was used; it cannot be changed or cancelled any more.',
  })),
  not_transferable: when('conflict', () => ({
    zh: '这张票不能转给别人：只有允许转让的节目中已生效（已付款）的成人票可以。',
    en: 'This ticket cannot be passed on: only valid, paid adult tickets can, where the programme allows it.',
  })),
  last_visitor: when('conflict', () => ({
    zh: '这是最后一位参观人，请直接取消整个预约。',
    en: 'This is the last visitor; cancel the whole booking instead.',
  })),
  slot_over: when('conflict', () => ({
    zh: '这一场已经开始或结束，不能再更改。',
    en: 'This slot has begun or is over; nothing can be changed any more.',
  })),
});

constraintKeeps('tickets_one_visit_per_document_and_day', () => orderRefusals.document_has_ticket({ names: [] }));
constraintKeeps('tickets_one_per_document_and_showing', () => orderRefusals.document_has_ticket({ names: [] }));
constraintKeeps('tickets_one_per_seat', () => orderRefusals.seat_taken({ seats: [] }));
