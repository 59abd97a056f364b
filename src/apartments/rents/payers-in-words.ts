import type { Text } from '../../kernel/text.js';
import type { Payer } from '../policy/policy.contract.js';

export const payerInWords: Readonly<Record<Payer, Text>> = {
  person: { zh: '个人承担', en: 'paid by the tenant' },
  employer: { zh: '单位承担', en: 'paid by the employer' },
  zone: { zh: '园区承担', en: 'paid by the zone' },
};
