import { yuan } from '../kernel/money.js';
import type { Text } from '../kernel/text.js';
import { isBefore, momentInWords } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import type { CatalogueClass } from './catalogue.contract.js';

export type EnrolmentState = CatalogueClass['enrolment']['state'];

export interface EnrolmentFacts {
  readonly isCancelled: boolean;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

/** Whether people can enrol at this moment; the window's start is in it, its end is not. */
export function enrolmentStateAt(now: Instant, facts: EnrolmentFacts): EnrolmentState {
  if (facts.isCancelled) return 'cancelled';
  if (isBefore(now, facts.opensAt)) return 'not_yet_open';
  return isBefore(now, facts.closesAt) ? 'open' : 'closed';
}

export function placesLeft(pool: { capacity: number; taken: number; isCancelled: boolean }): number {
  return pool.isCancelled ? 0 : Math.max(0, pool.capacity - pool.taken);
}

/** What to do to get into the class, in one or two sentences. */
export function howToEnrol(
  facts: EnrolmentFacts & {
    state: EnrolmentState;
    zone: string;
    placesLeft: number;
    waitingList: boolean;
    feeFen: number;
    paymentHours: number;
    audience: 'everyone' | 'zone';
    paused: CatalogueClass['enrolment']['paused'];
    waitingRoom: CatalogueClass['enrolment']['waitingRoom'];
  },
): Text {
  const opens = momentInWords(facts.opensAt.toZonedDateTimeISO(facts.zone));
  const closes = momentInWords(facts.closesAt.toZonedDateTimeISO(facts.zone));
  const first = ((): Text => {
    switch (facts.state) {
      case 'cancelled':
        return { zh: '本班已停开，请另选一个班。', en: 'This class is cancelled; choose another one.' };
      case 'not_yet_open':
        return { zh: `${opens.zh} 开始报名。`, en: `Enrolment opens on ${opens.en}.` };
      case 'closed':
        return { zh: `报名已于 ${closes.zh} 截止。`, en: `Enrolment closed on ${closes.en}.` };
      case 'open':
        if (facts.placesLeft === 0 && !facts.waitingList) {
          return { zh: '名额已满，不再接受候补。', en: 'The class is full and takes nobody into its line.' };
        }
        return facts.placesLeft > 0
          ? { zh: `用手机号登录后即可报名，${closes.zh} 截止。`, en: `Sign in by phone and enrol, until ${closes.en}.` }
          : {
              zh: '名额已满，登录后报名即进入候补，空出名额按先后顺序通知。',
              en: 'The class is full: sign in and enrol to join the line; freed places are offered in order.',
            };
    }
  })();
  if (facts.state === 'cancelled' || facts.state === 'closed') return first;
  return join(
    facts.paused ? pausedInWords(facts.paused) : first,
    facts.waitingRoom ? ticketFirst : none,
    feeInWords(facts.feeFen, facts.paymentHours),
    facts.audience === 'zone' ? zoneOnly : none,
  );
}

const none: Text = { zh: '', en: '' };
const zoneOnly: Text = { zh: '仅限在区内居住或工作的人。', en: 'For people who live or work in the zone.' };

const ticketFirst: Text = {
  zh: '报名前先取号，轮到后即可报名。',
  en: 'Take a ticket first and enrol when it is your turn.',
};

function pausedInWords({ notice, noticeEn }: { notice: string; noticeEn: string }): Text {
  return { zh: `报名暂停：${notice}`, en: `Enrolment is paused: ${noticeEn}` };
}

function feeInWords(feeFen: number, paymentHours: number): Text {
  if (feeFen === 0) return { zh: '免费。', en: 'It is free.' };
  return {
    zh: `费用 ${yuan(feeFen)} 元，名额保留 ${paymentHours} 小时，请在此期间到服务台缴费。`,
    en: `The fee is ${yuan(feeFen)} yuan; the place is held for ${paymentHours} hours, pay at the desk within that time.`,
  };
}

function join(...texts: Text[]): Text {
  return {
    zh: texts.map((text) => text.zh).join(''),
    en: texts
      .map((text) => text.en)
      .filter(Boolean)
      .join(' '),
  };
}
