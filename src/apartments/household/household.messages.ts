import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import type { LeaseWords, Words } from '../leases/lease.messages.js';

/*
 * What a household is told about who belongs to it. The body alone says all: a text message has no title.
 */

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

export function twoHomes(about: LeaseWords, facts: { endOneBy: PlainDate }): Words {
  const by = dateInWords(facts.endOneBy);
  return {
    title: { zh: `请退掉一套房：${about.house.zh}`, en: `One of two homes must go: ${about.house.en}` },
    body: {
      zh: `${about.house.zh} ${about.unit.zh}：你与配偶各承租一套，夫妻只享受一套。请在 ${by.zh} 前退掉其中一套；在此之前两份租约都不能续租。租约编号 ${about.reference}。`,
      en: `${about.house.en}, ${about.unit.en}: you and your spouse each have an apartment, and a couple has one. Give one of them up by ${by.en}; neither lease is renewed before. Your reference is ${about.reference}.`,
    },
  };
}

export function mayContinue(about: LeaseWords, facts: { askBy: PlainDate; keysBy: PlainDate }): Words {
  const [by, keys] = [dateInWords(facts.askBy), dateInWords(facts.keysBy)];
  return {
    title: { zh: `可以继续承租：${about.house.zh}`, en: `You may continue the lease: ${about.house.en}` },
    body: {
      zh: `${about.house.zh} ${about.unit.zh}：我们得知租客去世，谨致慰问。你作为同住人可以按原条件继续承租，请在 ${by.zh} 前提出；不继续的，请在 ${keys.zh} 前交还钥匙，租金计至交还之日。租约编号 ${about.reference}。`,
      en: `${about.house.en}, ${about.unit.en}: we have learnt that the tenant has died, and are sorry. As you lived there you may continue the lease on its terms; ask by ${by.en}. Otherwise give back the keys by ${keys.en}; rent is owed until then. The reference is ${about.reference}.`,
    },
  };
}

export function continued(about: LeaseWords, facts: { startsOn: PlainDate; endsOn: PlainDate }): Words {
  const [from, to] = [dateInWords(facts.startsOn), dateInWords(facts.endsOn)];
  return {
    title: { zh: `继续承租：${about.house.zh}`, en: `The lease goes on: ${about.house.en}` },
    body: {
      zh: `${about.house.zh} ${about.unit.zh}：租约由你按原条件继续履行，自 ${from.zh} 至 ${to.zh}。新租约编号 ${about.reference}。`,
      en: `${about.house.en}, ${about.unit.en}: you continue the lease on its terms, from ${from.en} to ${to.en}. Your reference is ${about.reference}.`,
    },
  };
}

export function notContinued(about: LeaseWords, facts: { reason: string; keysBy: PlainDate }): Words {
  const by = dateInWords(facts.keysBy);
  return {
    title: { zh: `不能继续承租：${about.house.zh}`, en: `The lease does not go on: ${about.house.en}` },
    body: {
      zh: `${about.house.zh} ${about.unit.zh}：继续承租的申请未获同意：${facts.reason}。请在 ${by.zh} 前交还钥匙。租约编号 ${about.reference}。`,
      en: `${about.house.en}, ${about.unit.en}: the lease is not continued: ${facts.reason}. Give back the keys by ${by.en}. The reference is ${about.reference}.`,
    },
  };
}
