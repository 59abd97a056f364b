import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import type { LeaseWords, Words } from '../leases/lease.messages.js';
import { howInWords } from './idle.rules.js';
import type { HowFound } from './idle.rules.js';

/*
 * What a tenant is told whose unit stands idle. The body alone says all: a text message has no title.
 */

export function idleWarned(
  about: LeaseWords,
  { foundOn, how, breachOn }: { foundOn: PlainDate; how: HowFound; breachOn: PlainDate },
): Words {
  const [since, by, found] = [dateInWords(foundOn), dateInWords(breachOn), howInWords[how]];
  return words(about, '空置提醒', 'Your unit stands idle', {
    zh: `这套房自 ${since.zh} 起记录为无人居住（${found.zh}）。若到 ${by.zh} 仍无人居住，即为违约，租约可能被终止。如已入住或记录有误，请联系公寓管理处。`,
    en: `Nobody has lived in this unit since ${since.en} (${found.en}). If it still stands idle on ${by.en} that is a breach, and the lease may be ended. If you live there or this is wrong, talk to the apartment office.`,
  });
}

export function idleBreached(about: LeaseWords, { foundOn }: { foundOn: PlainDate }): Words {
  const since = dateInWords(foundOn);
  return words(about, '空置违约', 'Breach: your unit stands idle', {
    zh: `这套房自 ${since.zh} 起一直无人居住，已构成违约，公寓管理处可以终止租约。如记录有误，请立即联系公寓管理处。`,
    en: `Nobody has lived in this unit since ${since.en}. That is a breach, and the apartment office may end the lease. If this is wrong, talk to them at once.`,
  });
}

export function livedInAgain(about: LeaseWords, { from }: { from: PlainDate }): Words {
  const day = dateInWords(from);
  return words(about, '空置记录已结束', 'Recorded as lived in again', {
    zh: `这套房自 ${day.zh} 起记录为重新有人居住。`,
    en: `This unit is recorded as lived in again from ${day.en}.`,
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
