import { isBefore } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import type { Text } from '../../kernel/text.js';
import type { Entry, ItemRules } from './item-rules.contract.js';
import type { bookingStates } from './whats-on.contract.js';

export type BookingState = (typeof bookingStates)[number];

/** Whether a slot can be booked at this moment, and what comes of it. */
export function bookingStateOf(
  slot: {
    readonly opensAt: Instant;
    readonly closesAt: Instant;
    readonly isCancelled: boolean;
    readonly placesLeft: number;
    readonly waiting: number;
    readonly waitingList: boolean;
  },
  now: Instant,
): BookingState {
  if (slot.isCancelled) return 'cancelled';
  if (isBefore(now, slot.opensAt)) return 'not_yet_open';
  if (!isBefore(now, slot.closesAt)) return 'closed';
  if (slot.placesLeft > 0 && slot.waiting === 0) return 'open';
  return slot.waitingList ? 'waiting_list' : 'full';
}

/** The rules of an item as a visitor needs them, in sentences. */
export function howToBook(entry: Entry, rules: ItemRules, isFree: boolean): Text {
  const zh = [
    `提前 ${rules.bookDaysAhead} 天 ${rules.bookFromTime} 开放预约，每个账号每天最多 ${rules.largestParty} 人` +
      (rules.realName ? `，其中未满 ${rules.childBelowAge} 周岁的最多 ${rules.mostChildren} 人` : ''),
    rules.realName ? '实名预约，每个证件每天限一张票，请带好证件' : '',
    entry === 'numbered' ? `对号入座，选座后保留 ${rules.holdMinutes} 分钟` : '',
    rules.lastEntryMinutes === null ? '' : `每场结束前 ${rules.lastEntryMinutes} 分钟停止入场`,
    isFree ? '来不了请在前一天 24:00 前取消' : `请在 ${rules.paymentHours} 小时内到服务台付款，逾期名额转给别人`,
  ];
  const en = [
    `Booking opens ${rules.bookDaysAhead} days ahead at ${rules.bookFromTime}; at most ${rules.largestParty} people an account and day` +
      (rules.realName ? `, of whom at most ${rules.mostChildren} are below ${rules.childBelowAge}` : ''),
    rules.realName ? 'Everybody gives name and document, one ticket per document and day; bring the document' : '',
    entry === 'numbered' ? `Seats have numbers and are held for ${rules.holdMinutes} minutes while you order` : '',
    rules.lastEntryMinutes === null ? '' : `Last entry is ${rules.lastEntryMinutes} minutes before the end`,
    isFree
      ? 'If you cannot come, cancel by midnight of the day before'
      : `Pay at the desk within ${rules.paymentHours} hours, or the places go to others`,
  ];
  const sentences = (all: string[], stop: string) => all.filter((one) => one !== '').join(stop);
  return { zh: `${sentences(zh, '。')}。`, en: `${sentences(en, '. ')}.` };
}
