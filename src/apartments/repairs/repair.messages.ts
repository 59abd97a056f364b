import type { Text } from '../../kernel/text.js';
import { momentInWords, timeOfDay } from '../../kernel/time.js';
import type { Instant, Span } from '../../kernel/time.js';
import { categoryInWords } from './repair.rules.js';
import type { RepairCategory } from './repair.rules.js';

/*
 * The words of every message about a repair. The body alone says all: a text message has no title.
 */

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

export interface RepairWords {
  /** House, building and unit, as people there say it. */
  readonly place: Text;
  readonly category: RepairCategory;
  readonly reference: string;
}

interface Visit extends Span {
  readonly zone: string;
  readonly assignedTo: string;
}

export function planned(about: RepairWords, visit: Visit): Words {
  const time = spanInWords(visit);
  return words(about, '维修已安排', 'Repair planned', {
    zh: `维修已安排在 ${time.zh} 上门，维修人员：${visit.assignedTo}。请留人在家。`,
    en: `The repair is planned for ${time.en}; ${visit.assignedTo} will come. Please be at home.`,
  });
}

export function moved(about: RepairWords, visit: Visit): Words {
  const time = spanInWords(visit);
  return words(about, '上门时间有变', 'Repair moved', {
    zh: `上门时间改为 ${time.zh}，维修人员：${visit.assignedTo}。`,
    en: `The visit is moved to ${time.en}; ${visit.assignedTo} will come.`,
  });
}

export function visitSoon(about: RepairWords, visit: Visit): Words {
  const time = spanInWords(visit);
  return words(about, '维修上门提醒', 'Repair visit soon', {
    zh: `维修将于 ${time.zh} 上门，维修人员：${visit.assignedTo}。请留人在家。`,
    en: `The visit is on ${time.en}; ${visit.assignedTo} will come. Please be at home.`,
  });
}

export function overdue(
  about: RepairWords,
  { dueAt, zone }: { readonly dueAt: Instant; readonly zone: string },
): Words {
  const by = momentInWords(dueAt.toZonedDateTimeISO(zone));
  return words(about, '维修逾期', 'Repair overdue', {
    zh: `维修应在 ${by.zh} 前完成，现已逾期。可凭报修编号向公寓管理处催办；不再需要维修的，可以撤回。`,
    en: `The repair was to be done by ${by.en} and is overdue. You can ask the office for it by its reference, or withdraw it where nothing is broken any more.`,
  });
}

export function done(about: RepairWords, tenantFen: number): Words {
  const yuan = (tenantFen / 100).toFixed(2);
  const cost =
    tenantFen > 0
      ? { zh: `你需承担 ${yuan} 元。`, en: ` You pay ${yuan} yuan of it.` }
      : { zh: '你无需付费。', en: ' It costs you nothing.' };
  return words(about, '维修已完成', 'Repair done', {
    zh: `维修已完成。${cost.zh}欢迎评价；如果没有修好，可以重新打开一次。`,
    en: `The repair is done.${cost.en} You can rate it, or reopen it once if it is not mended.`,
  });
}

export function refused(about: RepairWords, reason: Text): Words {
  return words(about, '报修不予受理', 'Repair refused', {
    zh: `报修不予受理，原因：${plain(reason.zh)}。`,
    en: `The repair will not be made: ${plain(reason.en)}.`,
  });
}

export function spanInWords({ startsAt, endsAt, zone }: Span & { readonly zone: string }): Text {
  const at = (instant: Instant) => instant.toZonedDateTimeISO(zone);
  const [start, end] = [at(startsAt), at(endsAt)];
  const isSameDay = start.toPlainDate().equals(end.toPlainDate());
  const until = isSameDay ? { zh: timeOfDay(end.toPlainTime()), en: timeOfDay(end.toPlainTime()) } : momentInWords(end);
  return { zh: `${momentInWords(start).zh}–${until.zh}`, en: `${momentInWords(start).en}–${until.en}` };
}

function words({ place, category, reference }: RepairWords, titleZh: string, titleEn: string, body: Text): Words {
  const what = categoryInWords[category];
  return {
    title: { zh: `${titleZh}：${place.zh}`, en: `${titleEn}: ${place.en}` },
    body: {
      zh: `${place.zh}（${what.zh}）：${body.zh}报修编号 ${reference}。`,
      en: `${place.en} (${what.en}): ${body.en} Your reference is ${reference}.`,
    },
  };
}

/** What staff wrote, with no full stop of its own. */
function plain(reason: string): string {
  return reason.trim().replace(/[。.；;]+$/, '');
}
