import type { Text } from '../../kernel/text.js';
import { yuan } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import { momentInWords, timeOfDay } from '../../kernel/time.js';
import type { Temporal } from '../../kernel/time.js';
import { named } from '../programme/programme.messages.js';
import type { SlotWords, Words } from '../programme/programme.messages.js';

/*
 * The words of every message about an order. The body alone says all: a text message has no title.
 */

type Moment = Temporal.ZonedDateTime;

export interface OrderWords {
  readonly reference: string;
  readonly places: number;
  /** Address of the page with the codes. */
  readonly ticketPage: string;
}

export function booked(about: SlotWords, order: OrderWords): Words {
  const at = momentInWords(about.at);
  return named(about, '预约成功', 'Booked', {
    zh: `已预约“${about.name.zh}”${order.places} 人，${at.zh}，${about.place.zh}。编号 ${order.reference}，入场二维码：${order.ticketPage}`,
    en: `Booked: ${people(order.places)} for "${about.name.en}", ${at.en}, at ${about.place.en}. Reference ${order.reference}; tickets: ${order.ticketPage}`,
  });
}

/** Changed to another slot: the tickets of the one before open no door any more. */
export function moved(about: SlotWords, order: OrderWords): Words {
  const at = momentInWords(about.at);
  return named(about, '已改场次', 'Changed', {
    zh: `已改到“${about.name.zh}”${at.zh}，${order.places} 人，${about.place.zh}；原来的票已作废。新编号 ${order.reference}，入场二维码：${order.ticketPage}`,
    en: `Changed: ${people(order.places)} for "${about.name.en}", now on ${at.en}, at ${about.place.en}; your earlier tickets are void. New reference ${order.reference}; tickets: ${order.ticketPage}`,
  });
}

export function paid(about: SlotWords, order: OrderWords): Words {
  const at = momentInWords(about.at);
  return named(about, '付款成功，票已生效', 'Paid, your tickets are valid', {
    zh: `“${about.name.zh}”${at.zh} ${order.places} 张票已付款生效，${about.place.zh}。编号 ${order.reference}，入场二维码：${order.ticketPage}`,
    en: `Paid: ${tickets(order.places)} for "${about.name.en}", ${at.en}, at ${about.place.en}. Reference ${order.reference}; tickets: ${order.ticketPage}`,
  });
}

export function awaitingPayment(
  about: SlotWords,
  order: OrderWords,
  facts: { feeFen: Fen; holdsUntil: Moment },
): Words {
  const [at, until] = [momentInWords(about.at), momentInWords(facts.holdsUntil)];
  return named(about, '已保留，请付款', 'Held, please pay', {
    zh: `“${about.name.zh}”${at.zh} ${order.places} 张票已保留。请在 ${until.zh} 前到服务台付款 ${yuan(facts.feeFen)} 元，编号 ${order.reference}；逾期转给别人。`,
    en: `${tickets(order.places)} for "${about.name.en}" on ${at.en} ${order.places === 1 ? 'is' : 'are'} held. Pay ${yuan(facts.feeFen)} yuan at the desk by ${until.en}, reference ${order.reference}; after that they go to others.`,
  });
}

export function waiting(about: SlotWords, order: OrderWords, facts: { position: number | null }): Words {
  const at = momentInWords(about.at);
  const place =
    facts.position === null
      ? { zh: '', en: '' }
      : { zh: `，排在第 ${facts.position} 位`, en: `, number ${facts.position} in line` };
  return named(about, '已加入候补', 'On the waiting list', {
    zh: `“${about.name.zh}”${at.zh} 名额已满，你已加入候补（${order.places} 人）${place.zh}。有名额时会通知你。编号 ${order.reference}。`,
    en: `"${about.name.en}" on ${at.en} is full; you wait with ${people(order.places)}${place.en}. We tell you when places are free. Reference ${order.reference}.`,
  });
}

export function offered(about: SlotWords, order: OrderWords, facts: { holdsUntil: Moment; feeFen: Fen }): Words {
  const [at, until] = [momentInWords(about.at), momentInWords(facts.holdsUntil)];
  const fee =
    facts.feeFen === 0
      ? { zh: '', en: '' }
      : { zh: `票款 ${yuan(facts.feeFen)} 元。`, en: ` The price is ${yuan(facts.feeFen)} yuan.` };
  return named(about, '候补到名额了', 'Places are free for you', {
    zh: `“${about.name.zh}”${at.zh} 空出 ${order.places} 个名额，为你保留到 ${until.zh}。请在此之前确认；逾期转给下一位。${fee.zh}编号 ${order.reference}。`,
    en: `${people(order.places)} can come to "${about.name.en}" on ${at.en}; held for you until ${until.en}. Accept before then, or it goes to the next in line.${fee.en} Reference ${order.reference}.`,
  });
}

export function offerLapsed(about: SlotWords): Words {
  return named(about, '保留的名额已失效', 'The offer has ended', {
    zh: `为你保留的“${about.name.zh}”名额没有在期限内确认，已转给下一位。如仍想来，可以重新预约。`,
    en: `The places for "${about.name.en}" that were held for you were not accepted in time and go to the next in line. You can book again.`,
  });
}

export function unpaidLapsed(about: SlotWords): Words {
  return named(about, '未按时付款，票已失效', 'Not paid in time, the tickets are gone', {
    zh: `“${about.name.zh}”没有在期限内付款，票已转给别人，你无需再付款。如仍想来，可以重新预约。`,
    en: `"${about.name.en}" was not paid in time, so the tickets go to others and you owe nothing. You can book again.`,
  });
}

export function unclaimed(about: SlotWords): Words {
  const at = momentInWords(about.at);
  return named(about, '未按时入场，名额已释放', 'Not claimed in time', {
    zh: `你预约的“${about.name.zh}”（${at.zh}）没有按时入场，名额已释放给现场观众。现在来仍可在有空位时入场。`,
    en: `Nobody came in time for your booking of "${about.name.en}" (${at.en}), so the places went to people at the door. You can still come in while there is room.`,
  });
}

/** `orElse`: what becomes of staying away, where absences count. */
export function tomorrow(about: SlotWords, order: OrderWords, facts: { orElse: Text | null }): Words {
  const at = momentInWords(about.at);
  const orElse = facts.orElse ?? { zh: '来不了请提前取消。', en: 'If you cannot come, please cancel.' };
  return named(about, '明天', 'Tomorrow', {
    zh: `提醒：明天 ${at.zh}，“${about.name.zh}”${order.places} 人，${about.place.zh}。${orElse.zh}入场二维码：${order.ticketPage}`,
    en: `Tomorrow, ${at.en}: "${about.name.en}" with ${people(order.places)}, at ${about.place.en}. ${orElse.en} Tickets: ${order.ticketPage}`,
  });
}

export function soon(about: SlotWords, order: OrderWords): Words {
  const time = timeOfDay(about.at.toPlainTime());
  return named(about, `${time} 入场`, `At ${time}`, {
    zh: `提醒：${time}，“${about.name.zh}”，${about.place.zh}。入场二维码：${order.ticketPage}`,
    en: `At ${time}: "${about.name.en}", at ${about.place.en}. Tickets: ${order.ticketPage}`,
  });
}

export function paymentDue(about: SlotWords, order: OrderWords, facts: { feeFen: Fen; holdsUntil: Moment }): Words {
  const until = momentInWords(facts.holdsUntil);
  return named(about, '付款期限将到', 'Please pay soon', {
    zh: `“${about.name.zh}”的 ${order.places} 张票保留到 ${until.zh}，请在此之前到服务台付款 ${yuan(facts.feeFen)} 元，编号 ${order.reference}。`,
    en: `Your ${tickets(order.places)} for "${about.name.en}" ${order.places === 1 ? 'is' : 'are'} held until ${until.en}. Pay ${yuan(facts.feeFen)} yuan at the desk before then, reference ${order.reference}.`,
  });
}

export function offerLapsing(about: SlotWords, order: OrderWords, facts: { holdsUntil: Moment }): Words {
  const until = momentInWords(facts.holdsUntil);
  return named(about, '请确认候补名额', 'Please answer soon', {
    zh: `为你保留的“${about.name.zh}”${order.places} 个名额到 ${until.zh} 为止，请确认接受或放弃；逾期转给下一位。编号 ${order.reference}。`,
    en: `The places for ${people(order.places)} at "${about.name.en}" are held for you until ${until.en}. Accept or decline before then, or they go to the next in line. Reference ${order.reference}.`,
  });
}

export function groupLapsed(about: SlotWords): Words {
  return named(about, '团体预约已失效', 'The group request has ended', {
    zh: `你对“${about.name.zh}”的团体预约没有在保留时间内处理，名额已释放。请重新申请，或联系服务台。`,
    en: `Your group request for "${about.name.en}" was not decided in time and its places are free again. Ask again, or call the desk.`,
  });
}

export function withdrawnByHouse(about: SlotWords, facts: { reason: string | null }): Words {
  const because =
    facts.reason === null ? { zh: '', en: '' } : { zh: `，原因：${facts.reason}`, en: ` (${facts.reason})` };
  return named(about, '预约已取消', 'Your booking was cancelled', {
    zh: `你对“${about.name.zh}”的预约已由工作人员取消${because.zh}。如有疑问请联系服务台。`,
    en: `Your booking for "${about.name.en}" was cancelled by the staff${because.en}. Ask the desk if anything is unclear.`,
  });
}

function people(places: number): string {
  return places === 1 ? '1 person' : `${places} people`;
}

function tickets(places: number): string {
  return places === 1 ? '1 ticket' : `${places} tickets`;
}
