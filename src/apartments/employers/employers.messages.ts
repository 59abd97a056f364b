import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

interface Words {
  readonly title: Text;
  readonly body: Text;
}

interface Named {
  readonly name: string;
  readonly nameEn: string;
}

export function appointed({ name, nameEn }: Named): Words {
  return {
    title: { zh: `你已成为${name}的代表`, en: `You represent ${nameEn}` },
    body: {
      zh: `公寓办公室已登记你为${name}的代表，可以推荐员工、确认在职、报告离职并查看账单。如有误，请联系公寓办公室。`,
      en: `The apartment office appointed you to act for ${nameEn}: nominate employees, confirm that they work there, report who left and see the bills. If that is wrong, tell the office.`,
    },
  };
}

export function nominated({ name, nameEn }: Named): Words {
  return {
    title: { zh: `${name}推荐你申请人才公寓`, en: `${nameEn} nominated you for an apartment` },
    body: {
      zh: `${name}已推荐你申请人才公寓。现在申请时会显示你的单位；如有误，可在申请中更改。`,
      en: `${nameEn} nominated you for a talent apartment. Your application shows it as your employer; if that is wrong, change it there.`,
    },
  };
}

export function confirmed({ name, nameEn }: Named, validUntil: PlainDate): Words {
  const day = dateInWords(validUntil);
  return {
    title: { zh: '单位已确认在职', en: 'Your employer confirmed your job' },
    body: {
      zh: `${name}已确认你在职，有效期至 ${day.zh}。`,
      en: `${nameEn} confirmed that you work there, valid until ${day.en}.`,
    },
  };
}
