import type { Text } from '../../kernel/text.js';
import { momentInWords, timeOfDay } from '../../kernel/time.js';
import type { Temporal } from '../../kernel/time.js';

/*
 * The words of every message about a slot as a whole. The body alone says all: a text message has no title.
 */

type Moment = Temporal.ZonedDateTime;

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

/** Which slot it is about. */
export interface SlotWords {
  readonly name: Text;
  /** Hall and venue. */
  readonly place: Text;
  readonly at: Moment;
}

export function slotCancelled(about: SlotWords, facts: { reason: string; hasPaid: boolean }): Words {
  const at = momentInWords(about.at);
  const refund = facts.hasPaid
    ? { zh: '已付的票款全额退还，请到服务台领取。', en: ' What you paid is paid back in full at the desk.' }
    : { zh: '', en: '' };
  const because = plain(facts.reason);
  return named(about, '取消通知', 'Cancelled', {
    zh: `很抱歉，${at.zh}的“${about.name.zh}”取消，原因：${because}。你的预约和票随之作废，不计爽约。${refund.zh}`,
    en: `We are sorry: "${about.name.en}" on ${at.en} is cancelled (${because}). Your booking and tickets end with it, and it is no absence.${refund.en}`,
  });
}

export function slotMoved(about: SlotWords, facts: { from: Moment; reason: string | null }): Words {
  const [from, to] = [momentInWords(facts.from), momentInWords(about.at)];
  const because =
    facts.reason === null
      ? { zh: '', en: '' }
      : { zh: `，原因：${plain(facts.reason)}`, en: ` (${plain(facts.reason)})` };
  return named(about, '时间变更', 'Another time', {
    zh: `“${about.name.zh}”由 ${from.zh} 改到 ${to.zh}，地点：${about.place.zh}${because.zh}。你的预约保留，请重新打开票面获取新的二维码；不能来可以取消。`,
    en: `"${about.name.en}" moves from ${from.en} to ${to.en}, at ${about.place.en}${because.en}. Your booking stays; open your ticket again for its new code. If you cannot come, cancel it.`,
  });
}

/** `金港文化中心 一楼展厅`. */
export function placeOf(row: { venue: string; venue_en: string; hall: string; hall_en: string }): Text {
  return { zh: `${row.venue} ${row.hall}`, en: `${row.hall_en}, ${row.venue_en}` };
}

export function named(about: SlotWords, titleZh: string, titleEn: string, body: Text): Words {
  return { title: { zh: `${titleZh}：${about.name.zh}`, en: `${titleEn}: ${about.name.en}` }, body };
}

/** `12月31日 周四 19:30–21:30`. */
export function hoursOf({ from, until }: { from: Moment; until: Moment }): Text {
  const [start, end] = [momentInWords(from), timeOfDay(until.toPlainTime())];
  return { zh: `${start.zh}–${end}`, en: `${start.en}–${end}` };
}

/** A reason that staff wrote, with no full stop of its own. */
function plain(reason: string): string {
  return reason.trim().replace(/[。.；;]+$/, '');
}
