import { yuan } from '../../kernel/money.js';
import { dateInWords, Temporal } from '../../kernel/time.js';
import { relationInWords } from '../household/household.rules.js';
import type { LeaseView } from './leases.contract.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { renewalWindow } from '../renewals/renewal.rules.js';

export interface Party {
  readonly name: string;
  /** The number only behind its mask. */
  readonly document: { readonly type: string; readonly masked: string } | null;
}

export interface ContractFacts {
  /** Null while it is a draft. */
  readonly number: string | null;
  readonly lease: LeaseView;
  readonly house: { readonly name: string; readonly address: string };
  readonly tenant: Party;
  readonly spouse: Party | null;
  readonly floor: number;
  readonly policy: Pick<PolicyValues, 'renewal' | 'leave' | 'overstayPercent' | 'late'>;
  readonly countersignedBy: string | null;
}

export interface Article {
  readonly heading: string;
  readonly sentences: readonly string[];
}

const documentInWords: Readonly<Record<string, string>> = {
  id_card: '居民身份证',
  passport: '护照',
  hk_macau_permit: '港澳居民来往内地通行证',
  taiwan_permit: '台湾居民来往大陆通行证',
  foreign_permanent_resident: '外国人永久居留身份证',
};

/** Who makes the contract, and about which lease: names and what stands for them. */
export function partiesOf({ number, lease, house, tenant, spouse }: ContractFacts): readonly (readonly string[])[] {
  return [
    ['合同编号', number ?? '草稿，未编号'],
    ['租约编号', lease.reference],
    ['甲方（出租方）', `${house.name}，${house.address}`],
    ['乙方（承租方）', partyInWords(tenant)],
    ...(spouse ? [['同住配偶', partyInWords(spouse)]] : []),
    ...lease.coResidents.map((one) => ['同住人', coResidentInWords(one)]),
  ];
}

function coResidentInWords({ name, relation, masked }: LeaseView['coResidents'][number]): string {
  return `${name}（${relationInWords[relation].zh}）${masked === null ? '' : `，证件号码 ${masked}`}`;
}

/** What both agree, in the order of the contract. */
export function articlesOf(facts: ContractFacts): readonly Article[] {
  const { lease, house, floor, policy } = facts;
  const { building, number, layout, areaM2 } = lease.unit;
  const endsOn = Temporal.PlainDate.from(lease.endsOn);
  const { opensOn, askedBy, recheckOn, nextStartsOn } = renewalWindow(policy, endsOn);
  const payer = lease.deposit.payer === 'employer' ? '乙方所在单位' : '乙方';
  const net = lease.rents.reduce((sum, { netFen }) => sum + netFen, 0);
  const articles: Article[] = [
    {
      heading: '租赁房屋',
      sentences: [
        `甲方将${house.name} ${building} ${number} 出租给乙方居住：${layout}，第 ${floor} 层，面积 ${areaM2} 平方米。`,
      ],
    },
    {
      heading: '租赁期限',
      sentences: [
        `自 ${day(lease.startsOn)} 起至 ${day(lease.endsOn)} 止（首尾两日均在内），共 ${lease.rents.length} 个月，为乙方的第 ${lease.termNumber} 个租期。`,
      ],
    },
    {
      heading: '租金',
      sentences: [
        `租金按甲方租住政策第 ${lease.policyVersion} 版计算${tierInWords(lease)}，逐月金额、计算明细、补贴和各方分担见附表；全部租期应缴合计 ${yuan(net)} 元。`,
        ...lateFeeInWords(policy.late),
      ],
    },
    {
      heading: '押金',
      sentences: [
        lease.deposit.amountFen === 0
          ? '本租约不另收押金。'
          : `押金 ${yuan(lease.deposit.amountFen)} 元，由${payer}缴纳。`,
      ],
    },
    {
      heading: '续租',
      sentences: [
        `乙方可自 ${inWords(opensOn)} 起、至 ${inWords(askedBy)} 止（当日在内）提出续租；甲方自 ${inWords(recheckOn)} 起复核资格。`,
        `甲方发出的续租要约 ${policy.renewal.offerDays} 日内有效；续签的租约自 ${inWords(nextStartsOn)} 起。`,
      ],
    },
    {
      heading: '退租与逾期',
      sentences: [
        `租期届满未续租的，乙方应在届满后 ${policy.leave.afterExpiryDays} 日内腾退；劳动关系终止的，应在终止后 ${policy.leave.afterJobEndsDays} 日内腾退。`,
        `租期届满后未交还钥匙的，每占用一日，按该月市场租金日均额的 ${policy.overstayPercent}% 计收占用费。`,
      ],
    },
    {
      heading: '法律依据',
      sentences: [
        '租赁期限六个月以上的，应当采用书面形式（《中华人民共和国民法典》第七百零七条）。',
        '租赁期限届满，承租人继续使用租赁物，出租人没有提出异议的，原租赁合同继续有效，但是租赁期限为不定期（第七百三十四条第一款）。',
        '租赁期限届满，房屋承租人享有以同等条件优先承租的权利（第七百三十四条第二款）。',
      ],
    },
  ];
  return articles;
}

/** What each has signed, and when. */
export function signaturesOf(facts: ContractFacts): readonly (readonly string[])[] {
  const { signedAt, signatureHash, countersignedAt } = facts.lease;
  const by = facts.countersignedBy === null ? '' : `，经办人 ${facts.countersignedBy}`;
  return [
    ['乙方签署', signedAt === null ? '未签署' : `${facts.tenant.name}，${moment(signedAt)}，手机验证码签署`],
    ['所签内容 SHA-256', signatureHash ?? '未签署'],
    ['甲方签署', countersignedAt === null ? '未签署' : `${facts.house.name}${by}，${moment(countersignedAt)}`],
  ];
}

export const rentHeadings = ['期', '起止', '计算明细', '租金', '补贴', '应缴', '个人', '单位', '园区'] as const;

/** The table of rents, month by month, and the sums below it; amounts in yuan. */
export function rentRowsOf({ rents }: LeaseView): readonly (readonly string[])[] {
  const sum = (amount: (rent: LeaseView['rents'][number]) => number) =>
    yuan(rents.reduce((total, rent) => total + amount(rent), 0));
  return [
    ...rents.map(({ leaseMonth, from, until, lines, totalFen, subsidyFen, netFen, split }) => [
      String(leaseMonth),
      `${from} 至 ${Temporal.PlainDate.from(until).subtract({ days: 1 }).toString()}`,
      lines.map(lineInWords).join('\n'),
      ...[totalFen, subsidyFen, netFen, split.person, split.employer, split.zone].map(yuan),
    ]),
    [
      '',
      '合计',
      '',
      sum(({ totalFen }) => totalFen),
      sum(({ subsidyFen }) => subsidyFen),
      sum(({ netFen }) => netFen),
      sum(({ split }) => split.person),
      sum(({ split }) => split.employer),
      sum(({ split }) => split.zone),
    ],
  ];
}

function lineInWords({ what, areaM2, fenPerM2, percent, amountFen }: LeaseView['rents'][number]['lines'][number]) {
  const words = { share_of_market: '市场租金', flat_price: '单价', over_standard: '超标准面积' }[what];
  return `${words} ${areaM2} m² × ${yuan(fenPerM2)} × ${percent}% = ${yuan(amountFen)}`;
}

function partyInWords({ name, document }: Party): string {
  return document ? `${name}，${documentInWords[document.type] ?? document.type} ${document.masked}` : name;
}

function lateFeeInWords(late: PolicyValues['late']): string[] {
  if (late === null) return [];
  const cap = late.capPercent === null ? '' : `，每张账单最高为账单金额的 ${late.capPercent}%`;
  return [
    `租金逾期的，自到期日后第 ${late.graceDays + 1} 日起，按当日未付金额每日万分之 ${late.perTenThousandADay} 计收逾期违约金${cap}。`,
  ];
}

function tierInWords({ household: { tier, spouseTier } }: LeaseView): string {
  const own = tier === null ? '' : `，乙方人才层次 ${tier}`;
  return spouseTier === null ? own : `${own}，配偶人才层次 ${spouseTier}`;
}

const day = (date: string) => inWords(Temporal.PlainDate.from(date));

/** `2026年9月1日`: a contract names no weekdays. */
function inWords(date: Temporal.PlainDate): string {
  return dateInWords(date).zh.split(' ', 1)[0] ?? '';
}

/** `2026-08-20T10:00:00+08:00` → `2026-08-20 10:00:00 +08:00`. */
function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/([+-]\d\d:\d\d)$/, ' $1');
}
