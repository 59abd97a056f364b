import { yuan } from '../../kernel/money.js';
import type { Text } from '../../kernel/text.js';
import { dateInWords, momentInWords } from '../../kernel/time.js';
import type { PlainDate, Temporal } from '../../kernel/time.js';
import { conditionInWords } from '../applications/application-conditions.rules.js';
import type { ConditionKind } from '../applications/application-conditions.rules.js';

/*
 * The words of every reminder about a lease. The body alone says all: a text message has no title.
 */

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

export interface LeaseWords {
  readonly house: Text;
  /** Building and number. */
  readonly unit: Text;
  readonly reference: string;
}

type Moment = Temporal.ZonedDateTime;

/** `renewal` is null where it can no longer be asked for. */
export function ending(
  about: LeaseWords,
  facts: { endsOn: PlainDate; daysLeft: number; renewal: { opensOn: PlainDate; askedBy: PlainDate } | null },
): Words {
  const ends = dateInWords(facts.endsOn);
  const from = facts.renewal && dateInWords(facts.renewal.opensOn);
  const by = facts.renewal && dateInWords(facts.renewal.askedBy);
  return words(about, `租约还有 ${facts.daysLeft} 天到期`, `Lease ends in ${facts.daysLeft} days`, {
    zh: `租约于 ${ends.zh} 到期。${from && by ? `如需续租，请在 ${from.zh} 至 ${by.zh} 提出；不续租也请告知。` : '请按时腾退并交还钥匙。'}`,
    en: `Your lease ends on ${ends.en}. ${from && by ? `To renew it, ask from ${from.en} to ${by.en}; if you will leave, please say so too.` : 'Please leave in time and give back the keys.'}`,
  });
}

export function renewalOffered(
  about: LeaseWords,
  facts: { startsOn: PlainDate; endsOn: PlainDate; lastDayToSign: PlainDate },
): Words {
  const [starts, ends, by] = [facts.startsOn, facts.endsOn, facts.lastDayToSign].map(dateInWords) as [Text, Text, Text];
  return words(about, '续租合同待签', 'Your renewal is ready to sign', {
    zh: `续租已通过，新租期 ${starts.zh} 至 ${ends.zh}。请查看每月租金，并在 ${by.zh} 结束前签约；逾期失效。`,
    en: `Your renewal from ${starts.en} to ${ends.en} is offered. Look at the rents and sign it by the end of ${by.en}; after that it lapses.`,
  });
}

export function renewalRefused(about: LeaseWords, facts: { reason: string; endsOn: PlainDate }): Words {
  const ends = dateInWords(facts.endsOn);
  return words(about, '续租未获同意', 'Your lease is not renewed', {
    zh: `续租未获同意：${facts.reason}。租约于 ${ends.zh} 到期；如有疑问，请与公寓管理处联系。`,
    en: `Your renewal is refused: ${facts.reason}. The lease ends on ${ends.en}; if you have questions, talk to the apartment office.`,
  });
}

/** Held and not signed, or signed and the deposit not there in time. */
export function lapsed(
  about: LeaseWords,
  facts: { wasSigned: boolean; follows: 'renewal' | 'transfer' | null },
): Words {
  if (facts.follows === 'renewal')
    return words(about, '续租要约已失效', 'The renewal offer has lapsed', {
      zh: '续租合同没有在期限内签署，要约已失效；现有租约照旧到期。仍想续租，请尽快重新提出，或与公寓管理处联系。',
      en: 'The offered renewal was not signed in time; your lease ends as it was agreed. If you still want to renew, ask again soon or talk to the apartment office.',
    });
  if (facts.follows === 'transfer')
    return words(about, '换房要约已失效', 'The offered move has lapsed', {
      zh: '换房合同没有在期限内签署，要约已失效；现有住房和租约不变。仍想换房，请与公寓管理处联系。',
      en: 'The offered move was not signed in time; you keep your unit and your lease. If you still want to move, talk to the apartment office.',
    });
  const why = facts.wasSigned
    ? { zh: '押金没有在期限内到账', en: 'the deposit was not there in time' }
    : { zh: '没有在期限内签署', en: 'it was not signed in time' };
  return words(about, '租约已失效', 'The lease has lapsed', {
    zh: `${why.zh}，为你保留的房源已释放，你无需再付款。如仍需要，可以重新选房。`,
    en: `The unit that was held for you is free again, since ${why.en}; you owe nothing. You can choose again.`,
  });
}

export function offerLapsing(about: LeaseWords, facts: { lastDay: PlainDate; startsOn: PlainDate }): Words {
  const [last, starts] = [dateInWords(facts.lastDay), dateInWords(facts.startsOn)];
  return words(about, '续租要约将失效', 'Renewal offer ends soon', {
    zh: `自 ${starts.zh} 起的续租要约到 ${last.zh} 为止，请在当日结束前签约；逾期失效。`,
    en: `The renewal from ${starts.en} is offered until ${last.en}. Sign it by the end of that day; after that it lapses.`,
  });
}

export function signSoon(about: LeaseWords, facts: { heldUntil: Moment }): Words {
  const until = momentInWords(facts.heldUntil);
  return words(about, '请尽快签约', 'Please sign soon', {
    zh: `这套房为你保留到 ${until.zh}，请在此之前签约；逾期房源将释放。`,
    en: `This unit is held for you until ${until.en}. Sign before then; after that it is free for others.`,
  });
}

export function depositDue(about: LeaseWords, facts: { heldUntil: Moment; amountFen: number }): Words {
  const until = momentInWords(facts.heldUntil);
  return words(about, '押金期限将到', 'Deposit due soon', {
    zh: `请在 ${until.zh} 前到服务台缴纳押金 ${yuan(facts.amountFen)} 元；逾期租约失效，房源将释放。`,
    en: `Pay the deposit of ${yuan(facts.amountFen)} yuan at the desk by ${until.en}; after that the lease lapses and the unit is free for others.`,
  });
}

export function documentExpiring(
  about: { house: Text; reference: string },
  facts: { kind: ConditionKind; validUntil: PlainDate },
): Words {
  const [what, day] = [conditionInWords[facts.kind], dateInWords(facts.validUntil)];
  return {
    title: { zh: `申请材料将到期：${about.house.zh}`, en: `A document expires soon: ${about.house.en}` },
    body: {
      zh: `${about.house.zh}：你的${what.zh}有效期至 ${day.zh}，请及时到公寓办公室更新。申请编号 ${about.reference}。`,
      en: `${about.house.en}: your ${what.en} is valid until ${day.en}. Bring a new one to the apartment office in time. Your reference is ${about.reference}.`,
    },
  };
}

function words({ house, unit, reference }: LeaseWords, titleZh: string, titleEn: string, body: Text): Words {
  return {
    title: { zh: `${titleZh}：${house.zh}`, en: `${titleEn}: ${house.en}` },
    body: {
      zh: `${house.zh} ${unit.zh}：${body.zh}租约编号 ${reference}。`,
      en: `${house.en}, ${unit.en}: ${body.en} Your reference is ${reference}.`,
    },
  };
}
