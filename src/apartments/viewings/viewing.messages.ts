import type { Text } from '../../kernel/text.js';
import { momentInWords } from '../../kernel/time.js';
import type { Temporal } from '../../kernel/time.js';

/*
 * The words of every message about a viewing. The body alone says all: a text message has no title.
 */

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

export interface ViewingWords {
  readonly house: Text;
  /** The unit, or the layout in its building. */
  readonly what: Text;
  readonly at: Temporal.ZonedDateTime;
  readonly meetingPlace: Text;
  /** Of the booking. */
  readonly reference: string;
}

export function booked(about: ViewingWords): Words {
  return words(about, '看房已预约', 'Viewing booked', meet(about, { zh: '看房时间', en: 'You view it on' }));
}

export function changed(about: ViewingWords): Words {
  return words(about, '看房已改期', 'Viewing changed', meet(about, { zh: '看房时间改为', en: 'You now view it on' }));
}

export function cancelled(about: ViewingWords, reason: Text): Words {
  const { zh, en } = momentInWords(about.at);
  return words(about, '看房已取消', 'Viewing cancelled', {
    zh: `原定 ${zh} 的看房已取消，原因：${plain(reason.zh)}。可另约时间。`,
    en: `The viewing on ${en} is cancelled: ${plain(reason.en)}. You can book another time.`,
  });
}

/** The application that gave the right to it is over. */
export function noRightAnyMore(about: ViewingWords): Words {
  const { zh, en } = momentInWords(about.at);
  return words(about, '看房已取消', 'Viewing cancelled', {
    zh: `原定 ${zh} 的看房已取消：你的入住申请已不在审核中或已失效。`,
    en: `The viewing on ${en} is cancelled: your application is neither under review nor approved any more.`,
  });
}

export function tomorrow(about: ViewingWords): Words {
  return words(
    about,
    '明天看房',
    'Viewing tomorrow',
    meet(about, { zh: '提醒：明天看房，', en: 'Tomorrow you view it:' }),
  );
}

export function soon(about: ViewingWords): Words {
  return words(about, '即将看房', 'Viewing soon', meet(about, { zh: '提醒：即将看房，', en: 'Soon you view it:' }));
}

function meet({ at, meetingPlace }: ViewingWords, lead: Text): Text {
  const { zh, en } = momentInWords(at);
  return {
    zh: `${lead.zh} ${zh}，集合地点：${plain(meetingPlace.zh)}。不能来请提前取消。`,
    en: `${lead.en} ${en}. Meet at: ${plain(meetingPlace.en)}. If you cannot come, please cancel.`,
  };
}

function words({ house, what, reference }: ViewingWords, titleZh: string, titleEn: string, body: Text): Words {
  return {
    title: { zh: `${titleZh}：${house.zh} ${what.zh}`, en: `${titleEn}: ${house.en}, ${what.en}` },
    body: {
      zh: `${house.zh} ${what.zh}：${body.zh}预约编号 ${reference}。`,
      en: `${house.en}, ${what.en}: ${body.en} Your reference is ${reference}.`,
    },
  };
}

/** What staff wrote, with no full stop of its own. */
function plain(text: string): string {
  return text.trim().replace(/[。.；;]+$/, '');
}
