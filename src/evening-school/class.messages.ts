import { yuan } from '../kernel/money.js';
import type { Text } from '../kernel/text.js';
import { momentInWords, timeOfDay } from '../kernel/time.js';
import type { Temporal } from '../kernel/time.js';

/*
 * The words of every message about a class. The body alone says all: a text message has no title.
 */

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

export interface ClassWords {
  readonly name: Text;
  /** Venue and room. */
  readonly place: Text;
}

type Moment = Temporal.ZonedDateTime;

export function enrolled(about: ClassWords, facts: { first: Moment | null; reference: string }): Words {
  const first = facts.first && momentInWords(facts.first);
  return words(about, '报名成功', 'Enrolled', {
    zh: `你已报名${zh(about)}。${first ? `第一次课：${first.zh}，${about.place.zh}。` : ''}报名编号 ${facts.reference}。`,
    en: `You are enrolled in ${en(about)}. ${first ? `First session: ${first.en}, ${about.place.en}. ` : ''}Your reference is ${facts.reference}.`,
  });
}

export function awaitingPayment(
  about: ClassWords,
  facts: { feeFen: number; holdsUntil: Moment; reference: string },
): Words {
  const until = momentInWords(facts.holdsUntil);
  return words(about, '名额已保留，请缴费', 'Place held, please pay', {
    zh: `${zh(about)}的名额已为你保留。请在 ${until.zh} 前到服务台缴费 ${yuan(facts.feeFen)} 元（报手机号即可），报名编号 ${facts.reference}。逾期名额将转给候补的人。`,
    en: `A place in ${en(about)} is held for you. Pay ${yuan(facts.feeFen)} yuan at the desk by ${until.en}, giving your phone number; your reference is ${facts.reference}. After that the place goes to the next in line.`,
  });
}

export function paid(about: ClassWords, facts: { first: Moment | null; reference: string }): Words {
  const first = facts.first && momentInWords(facts.first);
  return words(about, '缴费成功，名额已确认', 'Paid, your place is confirmed', {
    zh: `${zh(about)}的费用已缴清，名额已确认。${first ? `第一次课：${first.zh}，${about.place.zh}。` : ''}报名编号 ${facts.reference}。`,
    en: `The fee of ${en(about)} is paid and your place is confirmed. ${first ? `First session: ${first.en}, ${about.place.en}. ` : ''}Your reference is ${facts.reference}.`,
  });
}

export function waiting(about: ClassWords, facts: { position: number | null; reference: string }): Words {
  const place =
    facts.position === null
      ? { zh: '', en: '' }
      : { zh: `，排在第 ${facts.position} 位`, en: `, number ${facts.position} in line` };
  return words(about, '已加入候补', 'On the waiting list', {
    zh: `${zh(about)}已满，你已加入候补${place.zh}。有空出的名额时会通知你。编号 ${facts.reference}。`,
    en: `${en(about)} is full; you are on the waiting list${place.en}. We tell you when a place is free for you. Your reference is ${facts.reference}.`,
  });
}

export function offered(about: ClassWords, facts: { holdsUntil: Moment; feeFen: number; reference: string }): Words {
  const until = momentInWords(facts.holdsUntil);
  const fee =
    facts.feeFen === 0
      ? { zh: '', en: '' }
      : { zh: `费用 ${yuan(facts.feeFen)} 元。`, en: ` The fee is ${yuan(facts.feeFen)} yuan.` };
  return words(about, '候补到名额了', 'A place is free for you', {
    zh: `${zh(about)}空出一个名额，已为你保留到 ${until.zh}。请在此之前确认接受；逾期将转给下一位。${fee.zh}编号 ${facts.reference}。`,
    en: `A place in ${en(about)} is free and held for you until ${until.en}. Accept it before then; after that it goes to the next in line.${fee.en} Your reference is ${facts.reference}.`,
  });
}

export function offerLapsed(about: ClassWords): Words {
  return words(about, '保留的名额已失效', 'The offer has ended', {
    zh: `为你保留的${zh(about)}名额没有在期限内确认，已转给下一位。如仍想参加，可以重新报名或加入候补。`,
    en: `The place in ${en(about)} that was held for you was not accepted in time and goes to the next in line. You can enrol or join the line again.`,
  });
}

export function holdLapsed(about: ClassWords): Words {
  return words(about, '未按时缴费，名额已失效', 'Not paid in time, the place is gone', {
    zh: `${zh(about)}没有在期限内缴费，名额已转给下一位，你无需再付款。如仍想参加，可以重新报名或加入候补。`,
    en: `${en(about)} was not paid in time, so the place goes to the next in line and you owe nothing. You can enrol or join the line again.`,
  });
}

/** `refundFen` is what the desk pays back; null where that is not known here. */
export function withdrawn(about: ClassWords, facts: { refundFen: number | null }): Words {
  const refund =
    facts.refundFen === null || facts.refundFen === 0
      ? { zh: '', en: '' }
      : {
          zh: `应退 ${yuan(facts.refundFen)} 元，请到服务台领取。`,
          en: ` ${yuan(facts.refundFen)} yuan are paid back to you at the desk.`,
        };
  return words(about, '已退课', 'Withdrawn', {
    zh: `你已退出${zh(about)}。${refund.zh}`,
    en: `You are no longer enrolled in ${en(about)}.${refund.en}`,
  });
}

export function leftLine(about: ClassWords): Words {
  return words(about, '已退出候补', 'Off the waiting list', {
    zh: `你已退出${zh(about)}的候补。`,
    en: `You are no longer in line for ${en(about)}.`,
  });
}

export function classCancelled(about: ClassWords, facts: { reason: string | null; hasPaid: boolean }): Words {
  const refund = facts.hasPaid
    ? { zh: '已缴的费用全额退还，请到服务台领取。', en: ' What you paid is paid back in full at the desk.' }
    : { zh: '', en: '' };
  return words(about, '停课通知', 'Class cancelled', {
    zh: `很抱歉，${zh(about)}停开${because(facts.reason).zh}。${refund.zh}`,
    en: `We are sorry: ${en(about)} is cancelled${because(facts.reason).en}.${refund.en}`,
  });
}

/** `from` equal to `to` means that the time stays and something else, such as the room, is new. */
export function sessionMoved(
  about: ClassWords,
  facts: { number: number; from: Moment; to: Moment; reason: string | null },
): Words {
  const [from, to] = [momentInWords(facts.from), momentInWords(facts.to)];
  const sameTime = facts.from.equals(facts.to);
  const change = sameTime
    ? { zh: `时间不变：${to.zh}`, en: `stays at ${to.en}` }
    : { zh: `由 ${from.zh} 改到 ${to.zh}`, en: `moves from ${from.en} to ${to.en}` };
  return words(about, sameTime ? '上课安排变更' : '调课通知', sameTime ? 'Session changed' : 'Session moved', {
    zh: `${zh(about)}第 ${facts.number} 次课${change.zh}，地点：${about.place.zh}${because(facts.reason).zh}。`,
    en: `Session ${facts.number} of ${en(about)} ${change.en}, at ${about.place.en}${because(facts.reason).en}.`,
  });
}

export function roomChanged(about: ClassWords, facts: { from: number; until: number; at: Moment }): Words {
  const at = momentInWords(facts.at);
  return words(about, '教室变更', 'Another room', {
    zh: `${zh(about)}从第 ${facts.from} 次课（${at.zh}）到第 ${facts.until} 次课改在${about.place.zh}上课，时间不变。`,
    en: `From session ${facts.from} (${at.en}) to session ${facts.until}, ${en(about)} meets at ${about.place.en}; the times stay.`,
  });
}

export function sessionCancelled(
  about: ClassWords,
  facts: { number: number; at: Moment; reason: string | null },
): Words {
  const at = momentInWords(facts.at);
  return words(about, '课次取消', 'Session cancelled', {
    zh: `${zh(about)}第 ${facts.number} 次课（${at.zh}）取消${because(facts.reason).zh}。`,
    en: `Session ${facts.number} of ${en(about)} (${at.en}) is cancelled${because(facts.reason).en}.`,
  });
}

export function sessionRestored(about: ClassWords, facts: { number: number; at: Moment }): Words {
  const at = momentInWords(facts.at);
  return words(about, '课次恢复', 'Session takes place after all', {
    zh: `${zh(about)}第 ${facts.number} 次课恢复，${at.zh} 照常上课，地点：${about.place.zh}。`,
    en: `Session ${facts.number} of ${en(about)} takes place after all: ${at.en}, at ${about.place.en}.`,
  });
}

/** `orElse`: what absence means where there is a policy; otherwise only how leave is asked. */
export function tomorrow(about: ClassWords, facts: { number: number; at: Moment; orElse?: Text | null }): Words {
  const at = momentInWords(facts.at);
  const orElse = facts.orElse ?? {
    zh: '来不了请提前请假，请假不算缺课。',
    en: 'If you cannot come, ask for leave before it begins; leave is no absence.',
  };
  return words(about, '明天上课', 'Tomorrow', {
    zh: `提醒：明天 ${at.zh}，${zh(about)}第 ${facts.number} 次课，地点：${about.place.zh}。${orElse.zh}`,
    en: `Tomorrow, ${at.en}: session ${facts.number} of ${en(about)} at ${about.place.en}. ${orElse.en}`,
  });
}

export function soon(about: ClassWords, facts: { number: number; at: Moment }): Words {
  const time = timeOfDay(facts.at.toPlainTime());
  return words(about, `${time} 上课`, `At ${time}`, {
    zh: `提醒：${time}，${zh(about)}第 ${facts.number} 次课，地点：${about.place.zh}。`,
    en: `At ${time}: session ${facts.number} of ${en(about)} at ${about.place.en}.`,
  });
}

export function paymentDue(about: ClassWords, facts: { feeFen: number; holdsUntil: Moment; reference: string }): Words {
  const until = momentInWords(facts.holdsUntil);
  return words(about, '缴费期限将到', 'Please pay soon', {
    zh: `${zh(about)}的名额保留到 ${until.zh}，请在此之前到服务台缴费 ${yuan(facts.feeFen)} 元（报手机号即可），报名编号 ${facts.reference}。`,
    en: `Your place in ${en(about)} is held until ${until.en}. Pay ${yuan(facts.feeFen)} yuan at the desk before then, giving your phone number; your reference is ${facts.reference}.`,
  });
}

function words(about: ClassWords, titleZh: string, titleEn: string, body: Text): Words {
  return { title: { zh: `${titleZh}：${about.name.zh}`, en: `${titleEn}: ${about.name.en}` }, body };
}

function zh(about: ClassWords): string {
  return `“${about.name.zh}”`;
}

function en(about: ClassWords): string {
  return about.name.en;
}

/** A reason that staff wrote, with no full stop of its own. */
function because(reason: string | null): Text {
  const plain = reason?.trim().replace(/[。.；;]+$/, '') ?? '';
  return plain === '' ? { zh: '', en: '' } : { zh: `，原因：${plain}`, en: ` (${plain})` };
}
