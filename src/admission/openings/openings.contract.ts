import { z } from 'zod';
import { id, instant, line } from '../../kernel/contract.js';

const number = z.int().min(1);
const count = z.int().min(0);

export const turnView = z
  .object({
    openingId: id,
    ticket: z
      .string()
      .meta({ description: 'Send it as Waiting-Ticket when you ask for your turn, and when you enrol' }),
    number,
    state: z.enum(['waiting', 'called', 'over']).meta({
      description: 'called: enrol now; over: the turn has passed, take a new ticket',
    }),
    ahead: count.meta({ description: 'People before you' }),
    waitSeconds: count.nullable().meta({ description: 'About how long it takes; null: nobody knows, it is paused' }),
    notice: z.string().nullable().meta({ description: 'What staff tell while it is paused' }),
    askAgainInSeconds: number.meta({ description: 'Asking more often changes nothing' }),
  })
  .meta({ id: 'Turn' });
export type TurnView = z.output<typeof turnView>;

/** What people are told where staff give no reason. */
const patience = {
  notice: '请稍候，已取的号码和已报的名额都保留。',
  noticeEn: 'wait a little; numbers that were given and places that were booked are kept.',
};

export const pause = z
  .strictObject({ notice: line(200).default(patience.notice), noticeEn: line(200).default(patience.noticeEn) })
  .default(patience)
  .meta({ id: 'Pause' });
export type Pause = z.output<typeof pause>;

export const pace = z
  .strictObject({
    perSecond: z.int().min(1).max(2_000).nullable().meta({
      description: 'People whom the waiting room lets in each second, at most; null: no waiting room',
    }),
  })
  .meta({ id: 'Pace' });
export type Pace = z.output<typeof pace>;

const happened = z.object({
  tickets: count,
  called: count.meta({ description: 'Let in by the waiting room' }),
  asked: count.meta({ description: 'Requests to enrol' }),
  placed: count.meta({ description: 'Got a place' }),
  waiting: count.meta({ description: 'Got a place in a line' }),
  repeated: count.meta({ description: 'Sent again with the same key and answered as before' }),
  refused: count,
});
export type Happened = z.output<typeof happened>;

export const openingView = z
  .object({
    id,
    title: z.string(),
    titleEn: z.string(),
    state: z.enum(['before', 'running', 'paused', 'over']),
    opensAt: instant,
    closesAt: instant,
    pausedAt: instant.nullable(),
    notice: z.string().nullable(),
    noticeEn: z.string().nullable(),
    waitingRoom: z
      .object({
        perSecond: number.meta({ description: 'The setting' }),
        rate: z.number().meta({ description: 'Let in each second just now, by what requests take' }),
        issued: count.meta({ description: 'Numbers given out' }),
        called: count.meta({ description: 'Called up so far' }),
        waiting: count,
        waitSeconds: count.nullable().meta({ description: 'For somebody who comes now' }),
      })
      .nullable(),
    total: happened.meta({ description: 'Since the first ticket' }),
    lately: happened.meta({ description: 'In the last five seconds' }),
    refusals: z.array(z.object({ code: z.string(), count })).meta({ description: 'By reason, the commonest first' }),
    lastMinute: z
      .array(happened.extend({ second: instant }))
      .meta({ description: 'Seconds in which something happened' }),
    places: z.array(
      z.object({ id, title: z.string(), titleEn: z.string(), capacity: count, taken: count, waiting: count }),
    ),
  })
  .meta({ id: 'Opening' });
export type OpeningView = z.output<typeof openingView>;
