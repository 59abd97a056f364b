import { refusals, when } from '../../kernel/refusal.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { constraintKeeps } from '../../platform/database/constraint-refusals.js';
import type { BarItem } from './apartment-bar.entity.js';
import { barItemInWords, howToAppeal } from './bar.messages.js';

interface Barred extends Record<string, unknown> {
  readonly barId: string;
  readonly item: BarItem;
  readonly reason: string;
  readonly reasonEn: string;
  readonly lastDay: PlainDate;
}

export const barRefusals = refusals('apartments', {
  barred: when<Barred>('forbidden', ({ item, reason, reasonEn, lastDay }) => ({
    zh: `因“${barItemInWords(item).zh}”信息不实（${reason}），${dateInWords(lastDay).zh} 前（含当日）不能申请、选房或续租。${howToAppeal.zh}`,
    en: `False data were given (${barItemInWords(item).en}: ${reasonEn}), so you cannot apply, choose or renew until after ${dateInWords(lastDay).en}. ${howToAppeal.en}`,
  })),
  barred_already: when('conflict', () => ({
    zh: '此人已在禁入期内，不能重复登记。',
    en: 'This person is barred already; that is recorded once.',
  })),
  bar_is_over: when('conflict', () => ({
    zh: '禁入已经解除或期满。',
    en: 'The bar has been lifted or is over.',
  })),
  bar_appealed_before: when('conflict', () => ({
    zh: '你已就这次禁入申诉过一次，请等待公寓管理处答复。',
    en: 'You have appealed against this bar already; the apartment office will answer.',
  })),
});

constraintKeeps('apartment_bars_one_at_a_time', barRefusals.barred_already);
