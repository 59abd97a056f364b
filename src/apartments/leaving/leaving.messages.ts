import { yuan } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import type { Text } from '../../kernel/text.js';
import { dateInWords } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import type { LeaseWords, Words } from '../leases/lease.messages.js';
import type { LeavingWhy } from './leave-lease.rules.js';

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

const whyInWords: Readonly<Record<LeavingWhy, Text>> = {
  notice: { zh: '按你提出的退租', en: 'by your notice' },
  job_ended: { zh: '因工作关系终止', en: 'since the job has ended' },
  death: { zh: '因承租人去世', en: 'since the tenant has died' },
  false_data: { zh: '因提供的信息不实', en: 'since false data were given' },
  left_idle: { zh: '因房屋长期空置', en: 'since the unit stood idle' },
};

/** `leaveOn` is the first day on which the unit is no longer theirs. */
export function leavesEarly(about: LeaseWords, facts: { why: LeavingWhy; leaveOn: PlainDate; priceFen: Fen }): Words {
  const [why, last] = [whyInWords[facts.why], dateInWords(facts.leaveOn.subtract({ days: 1 }))];
  const price =
    facts.priceFen === 0
      ? { zh: '', en: '' }
      : {
          zh: `提前退租应付 ${yuan(facts.priceFen)} 元，请到服务台缴纳。`,
          en: ` Leaving early costs ${yuan(facts.priceFen)} yuan; pay it at the desk.`,
        };
  return {
    title: { zh: `租约提前结束：${about.unit.zh}`, en: `Your lease ends early: ${about.unit.en}` },
    body: {
      zh: `租约 ${about.reference}（${about.unit.zh}）${why.zh}提前结束，最后一天是 ${last.zh}。${price.zh}请按时腾退并交还钥匙。`,
      en: `Your lease ${about.reference} of ${about.unit.en} ends early, ${why.en}; its last day is ${last.en}.${price.en} Please leave in time and give back the keys.`,
    },
  };
}

export function staysAfterAll(about: LeaseWords, facts: { endsOn: PlainDate }): Words {
  const day = dateInWords(facts.endsOn);
  return {
    title: { zh: `退租已撤回：${about.unit.zh}`, en: `The notice is taken back: ${about.unit.en}` },
    body: {
      zh: `租约 ${about.reference}（${about.unit.zh}）的提前退租已撤回，租约照旧到 ${day.zh}，提前退租的费用不再收取。`,
      en: `The early end of your lease ${about.reference} of ${about.unit.en} was taken back. It lasts until ${day.en} as before, and nothing is owed for leaving early.`,
    },
  };
}

export function depositSettled(
  about: LeaseWords,
  facts: { depositFen: Fen; deductions: readonly { what: string; amountFen: Fen }[] },
): Words {
  const kept = facts.deductions.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const lines = facts.deductions.map(({ what, amountFen }) => `${what} ${yuan(amountFen)}`);
  const list =
    lines.length === 0 ? { zh: '', en: '' } : { zh: `（${lines.join('、')}）`, en: ` (${lines.join(', ')})` };
  return {
    title: { zh: `押金结算：${about.unit.zh}`, en: `Your deposit is settled: ${about.unit.en}` },
    body: {
      zh: `租约 ${about.reference} 的押金 ${yuan(facts.depositFen)} 元已结算，扣除 ${yuan(kept)} 元${list.zh}，退还 ${yuan(facts.depositFen - kept)} 元，请到服务台领取。有异议请联系公寓管理处。`,
      en: `The deposit of lease ${about.reference}, ${yuan(facts.depositFen)} yuan, is settled: ${yuan(kept)} yuan are kept${list.en} and ${yuan(facts.depositFen - kept)} yuan paid back at the desk. If you do not agree, call the apartment office.`,
    },
  };
}

export function transferOffered(about: LeaseWords, facts: { startsOn: PlainDate; signBy: Text }): Words {
  const day = dateInWords(facts.startsOn);
  return {
    title: { zh: `换房待签：${about.unit.zh}`, en: `Sign to move: ${about.unit.en}` },
    body: {
      zh: `已为你安排从 ${day.zh} 起换到 ${about.unit.zh}（租约 ${about.reference}）。请在 ${facts.signBy.zh} 前查看租金并签署；不签则一切照旧。`,
      en: `From ${day.en} you can move to ${about.unit.en} (lease ${about.reference}). Look at the rent and sign by ${facts.signBy.en}; without it everything stays as it is.`,
    },
  };
}
