import { refusals, when } from '../../kernel/refusal.js';
import { momentInWords } from '../../kernel/time.js';
import type { Temporal } from '../../kernel/time.js';

type Moment = Temporal.ZonedDateTime;

export const openingRefusals = refusals('opening', {
  take_a_ticket: when<{ openingId: string; retryAfterSeconds: number }>('conflict', () => ({
    zh: '报名的人很多，请先取号排队，轮到后即可报名。',
    en: 'Many people want to enrol: take a ticket first, and enrol when it is your turn.',
  })),
  not_your_turn: when<{ ahead: number; retryAfterSeconds: number }>('conflict', ({ ahead }) => ({
    zh: `还没有轮到你，前面还有 ${ahead} 人。请稍候，号码保留。`,
    en: `It is not your turn yet; ${ahead} are before you. Wait a little: your number is kept.`,
  })),
  unknown_ticket: when<{ openingId: string }>('forbidden', () => ({
    zh: '这个号码不是为你发的，请重新取号。',
    en: 'This ticket was not given to you for this opening; take one.',
  })),
  ticket_over: when<{ openingId: string; turnMinutes: number }>('conflict', ({ turnMinutes }) => ({
    zh: `轮到后 ${turnMinutes} 分钟内有效，这个号码已过期，请重新取号。`,
    en: `A turn lasts ${turnMinutes} minutes and this one is over; take a new ticket.`,
  })),
  tickets_later: when<{ title: string; titleEn: string; ticketsFrom: Moment }>(
    'conflict',
    ({ title, titleEn, ticketsFrom }) => ({
      zh: `“${title}”${momentInWords(ticketsFrom).zh} 起可以取号。`,
      en: `Tickets for "${titleEn}" are given from ${momentInWords(ticketsFrom).en}.`,
    }),
  ),
  over: when<{ title: string; titleEn: string; closedAt: Moment }>('conflict', ({ title, titleEn, closedAt }) => ({
    zh: `“${title}”的报名已于 ${momentInWords(closedAt).zh} 截止。`,
    en: `"${titleEn}" closed on ${momentInWords(closedAt).en}.`,
  })),
  no_waiting_room: when<{ title: string; titleEn: string }>('conflict', ({ title, titleEn }) => ({
    zh: `“${title}”不用取号，直接报名即可。`,
    en: `"${titleEn}" needs no ticket; enrol at once.`,
  })),
  paused: when<{ notice: { zh: string; en: string }; retryAfterSeconds: number }>('unavailable', ({ notice }) => ({
    zh: `报名暂停：${notice.zh}`,
    en: `Enrolment is paused: ${notice.en}`,
  })),
  busy: when<{ retryAfterSeconds: number }>('unavailable', ({ retryAfterSeconds }) => ({
    zh: `现在取号的人太多，请在 ${retryAfterSeconds} 秒后再试。`,
    en: `Too many people take tickets at this moment; try again in ${retryAfterSeconds} seconds.`,
  })),
  not_paused: when('conflict', () => ({
    zh: '报名没有暂停。',
    en: 'It is not paused.',
  })),
});
