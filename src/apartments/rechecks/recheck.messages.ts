import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import type { LeaseWords, Words } from '../leases/lease.messages.js';
import { askedInWords, inOneSentence, isOpenItem, obstacleInWords } from './recheck.rules.js';
import type { RecheckItemFacts } from './recheck.rules.js';

/*
 * The words of every message about a re-check. The body alone says all: a text message has no title.
 */

interface Asked {
  readonly items: readonly RecheckItemFacts[];
  readonly answerBy: PlainDate;
}

export function recheckAsked(about: LeaseWords, { items, answerBy }: Asked): Words {
  const [what, day] = [inOneSentence(items.map(askedInWords)), dateInWords(answerBy)];
  return words(about, '请提供续租资格材料', 'Prove again that you may stay', {
    zh: `续租前须复核资格。请在 ${day.zh} 前（含当日）重新提供：${what.zh}。逾期视为复核未通过。`,
    en: `Before this lease is renewed, please prove again by ${day.en}: ${what.en}. What is not given by then counts as not passed.`,
  });
}

export function recheckReturned(about: LeaseWords, { items, answerBy }: Asked): Words {
  const returned = items.filter(({ state }) => state === 'returned').map(obstacleInWords);
  const [what, day] = [inOneSentence(returned.filter((one) => one !== undefined)), dateInWords(answerBy)];
  return words(about, '续租资格材料需补正', 'Re-check: please mend', {
    zh: `续租资格材料被退回：${what.zh}。请在 ${day.zh} 前（含当日）补正。`,
    en: `What you gave for the re-check was returned: ${what.en}. Mend it by ${day.en}.`,
  });
}

export function recheckDue(about: LeaseWords, { items, answerBy }: Asked): Words {
  const [what, day] = [inOneSentence(items.filter(isOpenItem).map(askedInWords)), dateInWords(answerBy)];
  return words(about, '续租资格材料即将截止', 'Re-check: the last day is near', {
    zh: `续租资格复核还缺：${what.zh}。请在 ${day.zh} 前（含当日）提供。`,
    en: `Still missing for the re-check: ${what.en}. Give it by ${day.en}.`,
  });
}

export function recheckPassed(about: LeaseWords): Words {
  return words(about, '续租资格复核通过', 'Re-check passed', {
    zh: '续租资格复核已通过。如需续租，请在期限内提出。',
    en: 'You have passed the re-check. If you want to renew, ask in time.',
  });
}

export function recheckNotPassed(about: LeaseWords, items: readonly RecheckItemFacts[]): Words {
  const what = inOneSentence(items.map(obstacleInWords).filter((one) => one !== undefined));
  return words(about, '续租资格复核未通过', 'Re-check not passed', {
    zh: `续租资格复核未通过：${what.zh}。租约到期后不能续租；如有异议，请与公寓管理处联系。`,
    en: `You have not passed the re-check: ${what.en}. The lease cannot be renewed; if you do not agree, talk to the apartment office.`,
  });
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
