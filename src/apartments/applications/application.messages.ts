import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { conditionInWords } from './application-conditions.rules.js';
import type { ConditionKind } from './application-conditions.rules.js';

/*
 * The words of every message about an application. The body alone says all: a text message has no title.
 */

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

export interface ApplicationWords {
  readonly house: Text;
  readonly reference: string;
}

export interface ReturnedItem {
  readonly kind: ConditionKind;
  readonly reason: Text;
}

export function submitted(about: ApplicationWords): Words {
  return words(about, '申请已提交', 'Application submitted', {
    zh: `你的申请已提交，等待审核。审核结果会通知你。`,
    en: `Your application is submitted and will be reviewed. We tell you what comes of it.`,
  });
}

export function returned(about: ApplicationWords, items: readonly ReturnedItem[]): Words {
  const zh = items.map(({ kind, reason }) => `${conditionInWords[kind].zh}：${plain(reason.zh)}`).join('；');
  const en = items.map(({ kind, reason }) => `${conditionInWords[kind].en}: ${plain(reason.en)}`).join('; ');
  return words(about, '申请需要补正', 'Application returned', {
    zh: `你的申请已退回补正。${zh}。改好后请重新提交，轮候时间从重新提交时算起。`,
    en: `Your application was returned to you. ${en}. Mend it and submit it again; your place in the list counts from then.`,
  });
}

interface Approval {
  readonly position: number | null;
  readonly validUntil: PlainDate | null;
}

export function approved(about: ApplicationWords, approval: Approval): Words {
  const list = inWords(approval);
  return words(about, '申请已通过', 'Application approved', {
    zh: `你的申请已通过。${list.zh}`,
    en: `Your application is approved. ${list.en}`,
  });
}

export function rejected(about: ApplicationWords, reason: Text): Words {
  return words(about, '申请未通过', 'Application rejected', {
    zh: `你的申请未通过，原因：${plain(reason.zh)}。如有异议，可以申诉一次。`,
    en: `Your application was rejected: ${plain(reason.en)}. If you do not agree, you can appeal once.`,
  });
}

export function appealGranted(about: ApplicationWords, reason: Text, approval: Approval): Words {
  const list = inWords(approval);
  return words(about, '申诉成立，申请已通过', 'Appeal granted, application approved', {
    zh: `你的申诉成立，申请已通过。说明：${plain(reason.zh)}。${list.zh}`,
    en: `Your appeal is granted and your application approved: ${plain(reason.en)}. ${list.en}`,
  });
}

export function appealDismissed(about: ApplicationWords, reason: Text): Words {
  return words(about, '申诉未获支持', 'Appeal dismissed', {
    zh: `你的申诉未获支持，申请维持未通过，原因：${plain(reason.zh)}。`,
    en: `Your appeal is dismissed and the application stays rejected: ${plain(reason.en)}.`,
  });
}

export function expired(about: ApplicationWords, validUntil: PlainDate): Words {
  const day = dateInWords(validUntil);
  return words(about, '申请资格已过期', 'Approval has ended', {
    zh: `你的申请资格已于 ${day.zh} 到期，不再轮候。如仍需要，请重新申请。`,
    en: `Your approval ended on ${day.en}, and you are off the waiting list. Apply again if you still need an apartment.`,
  });
}

function inWords({ position, validUntil }: Approval): Text {
  const day = validUntil && dateInWords(validUntil);
  return {
    zh: `${position === null ? '' : `现在轮候第 ${position} 位。`}${day ? `资格有效至 ${day.zh}。` : ''}`,
    en: `${position === null ? '' : `You are number ${position} in the waiting list. `}${day ? `It holds until ${day.en}. ` : ''}`,
  };
}

function words({ house, reference }: ApplicationWords, titleZh: string, titleEn: string, body: Text): Words {
  return {
    title: { zh: `${titleZh}：${house.zh}`, en: `${titleEn}: ${house.en}` },
    body: {
      zh: `${house.zh}：${body.zh}申请编号 ${reference}。`,
      en: `${house.en}: ${body.en.trim()} Your reference is ${reference}.`,
    },
  };
}

/** What staff wrote, with no full stop of its own. */
function plain(reason: string): string {
  return reason.trim().replace(/[。.；;]+$/, '');
}
