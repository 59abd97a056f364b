import { refusals, when } from '../kernel/refusal.js';
import { dateInWords, momentInWords, Temporal, timeOfDay } from '../kernel/time.js';
import { constraintKeeps } from '../platform/database/constraint-refusals.js';
import type { BookingState } from './booking.lifecycle.js';

type Moment = Temporal.ZonedDateTime;

/** Days are facts as text, `2026-09-01`. */
interface Barred extends Record<string, unknown> {
  /** The day from which one may book again. */
  readonly until: string;
  readonly marks: readonly { id: string; day: string; reason: string; reasonEn: string }[];
  /** The route by which an appeal is made against one of the marks. */
  readonly appeal: string;
}

export const admissionRefusals = refusals('admission', {
  not_open_yet: when<{ title: string; titleEn: string; opensAt: Moment }>(
    'conflict',
    ({ title, titleEn, opensAt }) => ({
      zh: `“${title}”还未开放报名，${momentInWords(opensAt).zh} 开始。`,
      en: `"${titleEn}" is not open yet; it opens on ${momentInWords(opensAt).en}.`,
    }),
  ),
  closed: when<{ title: string; titleEn: string; closedAt: Moment }>('conflict', ({ title, titleEn, closedAt }) => ({
    zh: `“${title}”的报名已于 ${momentInWords(closedAt).zh} 截止。`,
    en: `"${titleEn}" closed on ${momentInWords(closedAt).en}.`,
  })),
  ended: when<{ title: string; titleEn: string }>('conflict', ({ title, titleEn }) => ({
    zh: `“${title}”已取消，请另选。`,
    en: `"${titleEn}" was cancelled; choose something else.`,
  })),
  already_booked: when<{ bookingId: string; state: BookingState; position: number | null }>(
    'conflict',
    ({ state, position }) => ({
      zh:
        state === 'waiting'
          ? `你已在候补名单中，排在第 ${position ?? '?'} 位。`
          : '你已经报过名了。如需更改，请在“我的预约”中操作。',
      en:
        state === 'waiting'
          ? `You are waiting already, at position ${position ?? '?'}.`
          : 'You have a place already. To change it, open it in your bookings.',
    }),
  ),
  booked_meanwhile: when('conflict', () => ({
    zh: '你已经报过名了。',
    en: 'You have a place already.',
  })),
  clashes_with_own: when<{ title: string; titleEn: string; from: Moment; until: Moment }>(
    'conflict',
    ({ title, titleEn, from, until }) => ({
      zh: `与你已报名的“${title}”时间冲突（${momentInWords(from).zh}–${timeOfDay(until.toPlainTime())}）。`,
      en: `It clashes with your "${titleEn}" (${momentInWords(from).en}–${timeOfDay(until.toPlainTime())}).`,
    }),
  ),
  limit_reached: when<{ limit: number }>('conflict', ({ limit }) => ({
    zh: `每人最多报 ${limit} 个，你已达到上限。先退掉一个再报。`,
    en: `Each person may have ${limit}; you have reached the limit. Withdraw from one first.`,
  })),
  barred: when<Barred>('conflict', ({ until, marks }) => {
    const day = dateInWords(Temporal.PlainDate.from(until));
    return {
      zh: `你已记爽约 ${marks.length} 次（${marks.map(({ reason }) => reason).join('；')}），${day.zh} 起才能再自行报名。如有异议，可在“我的爽约记录”中申诉。`,
      en: `You were absent ${marks.length === 1 ? 'once' : `${marks.length} times`} (${marks.map(({ reasonEn }) => reasonEn).join('; ')}) and can book again from ${day.en}. If that is wrong, appeal under "my absences".`,
    };
  }),
  too_young: when<{ minAge: number; on: string }>('conflict', ({ minAge }) => ({
    zh: `须年满 ${minAge} 周岁。`,
    en: `You must be at least ${minAge} years old.`,
  })),
  too_old: when<{ maxAge: number; on: string }>('conflict', ({ maxAge }) => ({
    zh: `限 ${maxAge} 周岁及以下。`,
    en: `You must not be older than ${maxAge}.`,
  })),
  profile_incomplete: when<{ missing: ('name' | 'birthDate')[] }>('conflict', ({ missing }) => ({
    zh: `请先在个人资料中填写${missing.map((field) => (field === 'name' ? '姓名' : '出生日期')).join('和')}。`,
    en: `First complete your profile: ${missing.map((field) => (field === 'name' ? 'name' : 'birth date')).join(' and ')}.`,
  })),
  not_in_audience: when('conflict', () => ({
    zh: '仅面向在保税区居住或工作的人。如果你符合条件，请在个人资料中注明。',
    en: 'Only for people who live or work in the zone. If you do, say so in your profile.',
  })),
  full_without_waiting_list: when<{ capacity: number }>('conflict', ({ capacity }) => ({
    zh: `${capacity} 个名额已满，且不设候补。`,
    en: `All ${capacity} places are taken and there is no waiting list.`,
  })),
  full: when<{ free: number; waiting: number }>('conflict', ({ free, waiting }) => ({
    zh:
      free > 0 && waiting === 0
        ? `只剩 ${free} 个名额，不够你们一起。`
        : '已没有可选的名额，请换一场，或加入候补名单。',
    en:
      free > 0 && waiting === 0
        ? `Only ${free} places are left, too few for all of you.`
        : 'No place is left; choose another, or join its waiting list.',
  })),
  party_too_large: when<{ places: number; largestParty: number }>('conflict', ({ largestParty }) => ({
    zh: `一次最多预订 ${largestParty} 个名额。`,
    en: `At most ${largestParty} places are booked at once.`,
  })),
  busy: when<{ retryAfterSeconds: number }>('unavailable', ({ retryAfterSeconds }) => ({
    zh: `现在报名的人太多，请在 ${retryAfterSeconds} 秒后再试。`,
    en: `Too many people ask at this moment; try again in ${retryAfterSeconds} seconds.`,
  })),
  capacity_below_taken: when<{ capacity: number; taken: number }>('conflict', ({ taken }) => ({
    zh: `已有 ${taken} 个名额被占用，容量不能低于此数。`,
    en: `${taken} places are taken; the capacity cannot be lower.`,
  })),
  capacity_below_taken_meanwhile: when('conflict', () => ({
    zh: '名额刚刚被占用，请刷新后重试。',
    en: 'A place was taken just now; load again and try once more.',
  })),
  not_offered: when<{ state: BookingState }>('conflict', ({ state }) => ({
    zh: state === 'lapsed' ? '这个名额的保留时间已过，已给下一位。' : '现在没有为你保留的名额。',
    en: state === 'lapsed' ? 'The offer has run out and went to the next in line.' : 'No place is being held for you.',
  })),
  not_active: when<{ state: BookingState }>('conflict', () => ({
    zh: '这个报名已经结束。',
    en: 'This booking has ended already.',
  })),
  place_lapsed: when('conflict', () => ({
    zh: '付款期限已过，名额已给下一位，请勿收款。',
    en: 'The time to pay has passed and the place went to the next in line; do not take the money.',
  })),
});

constraintKeeps('bookings_one_active_per_person_and_pool', admissionRefusals.booked_meanwhile);
constraintKeeps('pools_never_oversold', admissionRefusals.capacity_below_taken_meanwhile);
