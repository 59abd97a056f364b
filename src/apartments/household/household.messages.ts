import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

/*
 * What a household is told about who belongs to it. The body alone says all: a text message has no title.
 */

interface Words {
  readonly title: Text;
  readonly body: Text;
}

export function coResidentApproved(facts: { reference: string; name: string }): Words {
  return {
    title: { zh: '同住人登记通过', en: 'Co-resident approved' },
    body: {
      zh: `${facts.name} 已登记为租约 ${facts.reference} 的同住人。`,
      en: `${facts.name} may live with you under lease ${facts.reference}.`,
    },
  };
}

export function coResidentDeclined(facts: { reference: string; name: string; reason: string }): Words {
  return {
    title: { zh: '同住人登记未通过', en: 'Co-resident declined' },
    body: {
      zh: `租约 ${facts.reference} 未能登记 ${facts.name} 为同住人：${facts.reason}。`,
      en: `${facts.name} was not added to lease ${facts.reference}: ${facts.reason}.`,
    },
  };
}

export function twoHomes(facts: { reference: string; endOneBy: PlainDate }): Words {
  const by = dateInWords(facts.endOneBy);
  return {
    title: { zh: '请退掉一套房', en: 'One of two homes must go' },
    body: {
      zh: `你与配偶各承租一套人才公寓，夫妻只享受一套。请在 ${by.zh} 前退掉其中一套；在此之前两份租约都不能续租。租约编号 ${facts.reference}。`,
      en: `You and your spouse each have an apartment, and a couple has one. Give one of them up by ${by.en}; neither lease is renewed before. Your reference is ${facts.reference}.`,
    },
  };
}
