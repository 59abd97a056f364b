/* What the screen says, in both languages: whoever stands at the door may speak either. */

/** @type {Record<string, [string, string]>} */
export const reasons = {
  unreadable: ['不是本馆的票码', 'This is no ticket of the house'],
  unknown_key: ['票码的密钥未知，请联网更新名单', 'Signed by an unknown key: load the list again'],
  forged: ['票码是伪造的或被改动', 'Forged or altered'],
  key_revoked: ['密钥已作废，请观众重新打开票面', 'Its key is revoked: the visitor opens the ticket again'],
  other_slot: ['不是这个入口今天的场次', 'Not for a slot of this gate today'],
  cancelled: ['这一场已取消', 'This slot is cancelled'],
  not_yet: ['还没到入场时间', 'Too early: doors are not open yet'],
  expired: ['这一场已结束', 'This slot is over'],
  replaced: ['票已更换，请出示新的二维码', 'Replaced: show the new code'],
  revoked: ['票已取消', 'This ticket was cancelled'],
  released: ['未按时入场，名额已释放；有空位可现场入场', 'Not claimed in time; a walk-in where there is a place'],
  already_used: ['这张票已经入场', 'This ticket was used already'],
  unknown_ticket: ['找不到这张票', 'There is no such ticket'],
  held: ['还没有付款', 'Not paid yet'],
  waiting: ['还在候补', 'Still on the waiting list'],
};

/** @type {Record<string, string>} */
export const classWords = {
  adult: '成人 Adult',
  child: '儿童 Child',
  senior: '老人 Senior',
  disabled: '残障人士 Disabled',
  tenant: '人才公寓住户 Tenant',
  learner: '夜校学员 Learner',
};

/** @param {string | null | undefined} reason */
export function reasonWords(reason) {
  const [zh, en] = reasons[reason ?? ''] ?? [reason ?? '', ''];
  return { zh, en };
}

/** The house's; before a list was loaded, the device's. @type {string | undefined} */
let zone;

/** @param {string | undefined} ofList */
export function showZone(ofList) {
  zone = ofList;
}

/** `09:30` as the tickets say it, wherever the device believes to be. @param {string | number | Date} at */
export function clock(at) {
  return new Date(at).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', timeZone: zone });
}
