import { yuan } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { firstDayThatCosts } from './late-fees.rules.js';
import type { LateTerms } from './late-fees.rules.js';

/*
 * What tenants, and those who act for an employer, read about rent that is due or late. The body alone says all.
 */

export interface BillWords {
  readonly house: Text;
  /** Building and number. */
  readonly unit: Text;
  /** Of the charge that is to be paid. */
  readonly reference: string;
  /** The first day of the month that is billed. */
  readonly month: PlainDate;
  readonly dueOn: PlainDate;
}

interface Words {
  readonly title: Text;
  readonly body: Text;
}

export function dueSoon(about: BillWords, { unpaidFen }: { unpaidFen: Fen }): Words {
  const due = dateInWords(about.dueOn);
  const what = rentInWords(about.month);
  return words(about, '租金即将到期', 'Rent is due soon', {
    zh: `${what.zh} ${yuan(unpaidFen)} 元，请于 ${due.zh} 前（含当日）到服务台缴纳。`,
    en: `${what.en}, ${yuan(unpaidFen)} yuan, is due by ${due.en}. Please pay at the desk.`,
  });
}

/** `late` is null where the policy of the lease has no late fee. */
export function overdue(about: BillWords, { unpaidFen, late }: { unpaidFen: Fen; late: LateTerms | null }): Words {
  const due = dateInWords(about.dueOn);
  const fee = late ? feeInWords(late, about.dueOn) : { zh: '', en: '' };
  const what = rentInWords(about.month);
  return words(about, '租金已逾期', 'Rent is overdue', {
    zh: `${what.zh}应于 ${due.zh} 前（含当日）缴清，尚欠 ${yuan(unpaidFen)} 元，请尽快到服务台缴纳。${fee.zh}`,
    en: `${what.en} was due by ${due.en}; ${yuan(unpaidFen)} yuan are still owed. Please pay at the desk soon.${fee.en}`,
  });
}

export function lateFeeCharged(
  about: BillWords,
  { days, amountFen, payBy }: { days: Period; amountFen: Fen; payBy: PlainDate },
): Words {
  const [from, through, by] = [days.from, days.until.subtract({ days: 1 }), payBy].map(dateInWords);
  const what = rentInWords(about.month);
  return words(about, '逾期违约金', 'Late fee', {
    zh: `${what.zh}逾期，${from?.zh} 至 ${through?.zh} 的逾期违约金为 ${yuan(amountFen)} 元，请于 ${by?.zh} 前（含当日）缴纳。计算明细见租约对账单。`,
    en: `${what.en} was paid late or is not paid: the late fee from ${from?.en} to ${through?.en} is ${yuan(amountFen)} yuan. Pay it by ${by?.en}; the statement of the lease shows how it was reckoned.`,
  });
}

/** `2026年9月租金` / `The rent for 2026-09`. */
export function rentInWords(month: PlainDate): Text {
  return { zh: `${month.year}年${month.month}月租金`, en: `The rent for ${month.toPlainYearMonth().toString()}` };
}

function feeInWords(terms: LateTerms, dueOn: PlainDate): Text {
  const { perTenThousandADay: rate, capPercent } = terms;
  const from = dateInWords(firstDayThatCosts(terms, dueOn));
  const cap = {
    zh: capPercent === null ? '' : `，最高为账单金额的 ${capPercent}%`,
    en: capPercent === null ? '' : `, at most ${capPercent} % of the bill`,
  };
  return {
    zh: `自 ${from.zh} 起，未付金额按每日万分之 ${rate} 计收逾期违约金${cap.zh}。`,
    en: ` From ${from.en} a late fee of ${rate} per 10,000 of what is unpaid is added for each day${cap.en}.`,
  };
}

function words({ house, unit, reference }: BillWords, titleZh: string, titleEn: string, body: Text): Words {
  return {
    title: { zh: `${titleZh}：${house.zh}`, en: `${titleEn}: ${house.en}` },
    body: {
      zh: `${house.zh} ${unit.zh}：${body.zh}缴费编号 ${reference}。`,
      en: `${house.en}, ${unit.en}: ${body.en} The reference to pay by is ${reference}.`,
    },
  };
}
