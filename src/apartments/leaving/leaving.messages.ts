import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

export interface ObjectionWords {
  readonly reference: string;
  readonly unit: string;
  readonly lastDay: PlainDate;
}

/** The written objection to a stay after the last day; without it the lease would go on without an end. */
export function notRenewed({ reference, unit, lastDay }: ObjectionWords): { title: Text; body: Text } {
  const day = dateInWords(lastDay);
  return {
    title: { zh: `租约到期不再续租：${unit}`, en: `Your lease is not renewed: ${unit}` },
    body: {
      zh: `你承租的 ${unit}（租约 ${reference}）最后一天是 ${day.zh}，到期不再续租。出租方不同意到期后继续居住，也不因继续居住而成立不定期租赁。请在次日交还钥匙；逾期按日计收占用费。`,
      en: `The last day of your lease ${reference} of ${unit} is ${day.en}; it is not renewed. The house objects to any stay after that day, and no lease without an end comes of it. Give back the keys the day after; each day later is charged.`,
    },
  };
}
