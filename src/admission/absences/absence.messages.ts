import type { Text } from '../../kernel/text.js';
import { dateInWords, momentInWords } from '../../kernel/time.js';
import type { Temporal } from '../../kernel/time.js';
import type { Bar, CountedMark, Standing } from './absence.rules.js';

/*
 * The words of every message about absences. The body alone says all: a text message has no title.
 */

export interface Words {
  readonly title: Text;
  readonly body: Text;
}

const mayAppeal: Text = {
  zh: '如有异议，可在“我的爽约记录”中申诉。',
  en: 'If this is wrong, appeal under "my absences".',
};

/** A mark was given, and nobody is barred by it yet. */
export function marked(mark: Pick<CountedMark, 'reason'>, standing: Standing): Words {
  return {
    title: { zh: '记了一次爽约', en: 'An absence was noted' },
    body: {
      zh: `${mark.reason.zh}，记爽约一次。${soFar(standing).zh}${mayAppeal.zh}`,
      en: `${mark.reason.en}: this counts as an absence. ${soFar(standing).en} ${mayAppeal.en}`,
    },
  };
}

/** A mark was given, and with it one is barred until a day. */
export function barred(mark: Pick<CountedMark, 'reason'>, standing: Standing, bar: Bar): Words {
  const until = dateInWords(bar.until);
  const { marks, rule } = standing;
  return {
    title: { zh: '暂停自行报名', en: 'You cannot book for a while' },
    body: {
      zh: `${mark.reason.zh}，记爽约一次。${rule.withinDays} 天内已有 ${marks.length} 次，${until.zh} 起才能再自行报名；已有的名额不受影响。${mayAppeal.zh}`,
      en: `${mark.reason.en}: this counts as an absence, your ${ordinal(marks.length)} within ${rule.withinDays} days. You can book again from ${until.en}; the places you have stay yours. ${mayAppeal.en}`,
    },
  };
}

/** `standing`: how they stand without it; none where absences do not bar today. */
export function lifted(mark: Pick<CountedMark, 'reason'>, reason: Text, standing?: Standing): Words {
  const now = mayBook(standing);
  return {
    title: { zh: '爽约记录已撤销', en: 'An absence was taken back' },
    body: {
      zh: `爽约记录已撤销：${mark.reason.zh}。原因：${reason.zh}。${now.zh}`,
      en: `The mark for "${mark.reason.en}" was taken back (${reason.en}).${now.en}`,
    },
  };
}

export function appealGranted(mark: Pick<CountedMark, 'reason'>, reason: string, standing?: Standing): Words {
  const now = mayBook(standing);
  return {
    title: { zh: '申诉已通过', en: 'Your appeal is granted' },
    body: {
      zh: `申诉已通过，这次爽约不再计入：${mark.reason.zh}。说明：${reason}。${now.zh}`,
      en: `Your appeal about "${mark.reason.en}" is granted and the mark is taken back: ${reason}.${now.en}`,
    },
  };
}

export function appealDeclined(mark: Pick<CountedMark, 'reason'>, reason: string): Words {
  return {
    title: { zh: '申诉未通过', en: 'Your appeal is declined' },
    body: {
      zh: `申诉未通过，这次爽约仍然计入：${mark.reason.zh}。说明：${reason}`,
      en: `Your appeal about "${mark.reason.en}" is declined and the mark stays: ${reason}`,
    },
  };
}

/** What a day-before reminder adds: `how` says in the feature's words how the place is given back, `ask for leave`. */
export function orElseMarked(how: Text, until: Temporal.ZonedDateTime, standing: Standing): Text {
  const by = momentInWords(until);
  const has = standing.marks.length > 0 ? soFar(standing) : { zh: '', en: '' };
  return {
    zh: `来不了请在 ${by.zh} 前${how.zh}，否则记爽约一次。${has.zh}`,
    en: `If you cannot come, ${how.en} by ${by.en}, otherwise it counts as an absence.${has.en && ` ${has.en}`}`,
  };
}

/** Whoever was told of a bar is told whether it still holds. */
function mayBook(standing: Standing | undefined): Text {
  if (!standing) return { zh: '', en: '' };
  if (!standing.bar) return { zh: '现在可以自行报名。', en: ' You can book now.' };
  const until = dateInWords(standing.bar.until);
  return { zh: `${until.zh} 起才能再自行报名。`, en: ` You can book again from ${until.en}.` };
}

function soFar({ marks, marksLeft, rule, bar }: Standing): Text {
  const has = {
    zh: `${rule.withinDays} 天内已有 ${marks.length} 次`,
    en: `You have ${marks.length} within ${rule.withinDays} days`,
  };
  if (bar) return { zh: `${has.zh}。`, en: `${has.en}.` };
  return {
    zh: `${has.zh}，再有 ${marksLeft} 次将暂停自行报名 ${rule.barredDays} 天。`,
    en: `${has.en}; ${marksLeft === 1 ? 'one more bars' : `${marksLeft} more bar`} you from booking for ${rule.barredDays} days.`,
  };
}

function ordinal(count: number): string {
  const teens = count % 100 > 10 && count % 100 < 14;
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}
