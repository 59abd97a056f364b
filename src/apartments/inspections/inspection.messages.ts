import type { Text } from '../../kernel/text.js';
import type { Span } from '../../kernel/time.js';
import type { LeaseWords, Words } from '../leases/lease.messages.js';
import { spanInWords } from '../repairs/repair.messages.js';
import { inspectionInWords } from './inspection.rules.js';
import type { InspectionKind } from './inspection.rules.js';

/*
 * The words of every message about an inspection. The body alone says all: a text message has no title.
 */

type Appointment = Span & { readonly zone: string };

export function planned(about: LeaseWords, kind: InspectionKind, appointment: Appointment): Words {
  const time = spanInWords(appointment);
  return words(
    about,
    kind,
    { zh: '时间已定', en: 'a time is set' },
    {
      zh: `定于 ${time.zh} 进行，请到场一起验房。`,
      en: `It takes place on ${time.en}. Please be there.`,
    },
  );
}

export function moved(about: LeaseWords, kind: InspectionKind, appointment: Appointment): Words {
  const time = spanInWords(appointment);
  return words(
    about,
    kind,
    { zh: '时间有变', en: 'it is moved' },
    {
      zh: `改到 ${time.zh} 进行，请到场一起验房。`,
      en: `It is moved to ${time.en}. Please be there.`,
    },
  );
}

export function calledOff(about: LeaseWords, kind: InspectionKind): Words {
  return words(
    about,
    kind,
    { zh: '已取消', en: 'it is called off' },
    {
      zh: '约定的时间已取消，新的时间另行通知。',
      en: 'The time that was set is called off; you will be told of another one.',
    },
  );
}

export function soon(about: LeaseWords, kind: InspectionKind, appointment: Appointment): Words {
  const time = spanInWords(appointment);
  return words(
    about,
    kind,
    { zh: '提醒', en: 'it is soon' },
    {
      zh: `将于 ${time.zh} 进行，请到场一起验房。`,
      en: `It takes place on ${time.en}. Please be there.`,
    },
  );
}

export function presented(about: LeaseWords, kind: InspectionKind): Words {
  return words(
    about,
    kind,
    { zh: '请确认', en: 'please answer' },
    {
      zh: '验房单已出具，请核对物品状况和表底数，确认或提出异议。',
      en: 'The list of items and meter readings is ready. Please look at it, and confirm it or say what is wrong.',
    },
  );
}

function words({ house, unit, reference }: LeaseWords, kind: InspectionKind, title: Text, body: Text): Words {
  const what = inspectionInWords[kind];
  return {
    title: { zh: `${what.zh}${title.zh}：${house.zh}`, en: `Your ${what.en}, ${title.en}: ${house.en}` },
    body: {
      zh: `${house.zh} ${unit.zh}（${what.zh}）：${body.zh}租约编号 ${reference}。`,
      en: `${house.en}, ${unit.en} (${what.en}): ${body.en} Your reference is ${reference}.`,
    },
  };
}
