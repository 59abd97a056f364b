import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { itemInWords } from '../applications/application-conditions.rules.js';
import type { BarItem } from './apartment-bar.entity.js';

interface Words {
  readonly title: Text;
  readonly body: Text;
}

export const howToAppeal: Text = {
  zh: '如有异议，可在“我的申请”中申诉一次，或到公寓管理处说明。',
  en: 'If you do not agree, appeal once under “my applications”, or talk to the apartment office.',
};

export const barItemInWords = (item: BarItem): Text => itemInWords(item);

export function barred(facts: { item: BarItem; reason: Text; lastDay: PlainDate }): Words {
  const [item, day] = [itemInWords(facts.item), dateInWords(facts.lastDay)];
  return {
    title: { zh: '公寓申请资格暂停', en: 'You are barred from the apartments' },
    body: {
      zh: `经核实，你提供的“${item.zh}”信息不实：${facts.reason.zh}。${day.zh} 前（含当日）不能申请、选房或续租。${howToAppeal.zh}`,
      en: `What you gave as ${item.en} was found to be false: ${facts.reason.en}. You cannot apply, choose a unit or renew until after ${day.en}. ${howToAppeal.en}`,
    },
  };
}

export function barLifted(reason: string): Words {
  return {
    title: { zh: '公寓申请资格恢复', en: 'You are no longer barred from the apartments' },
    body: {
      zh: `你的公寓申请禁入已解除：${reason}。现在可以申请、选房和续租。`,
      en: `You are no longer barred from the apartments: ${reason}. You can apply, choose and renew again.`,
    },
  };
}
