import type { Fen } from '../../kernel/money.js';
import type { PlainDate } from '../../kernel/time.js';
import { documentTypeInList, mobileNumberInList } from '../../people/index.js';
import type { DocumentType } from '../../people/index.js';
import { day, name, wrong, yuan } from '../../platform/sheets/columns.js';
import type { Columns, Read } from '../../platform/sheets/columns.js';
import { tiers } from '../policy/policy.contract.js';
import type { Tier } from '../policy/policy.contract.js';

/** One row of a lease list, read and right. */
export interface LeaseListEntry {
  readonly earlierNumber: string | null;
  readonly building: string;
  readonly number: string;
  readonly tenant: string;
  /** E.164. */
  readonly phone: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string | null;
  readonly from: PlainDate;
  readonly lastDay: PlainDate;
  /** A month, of all payers together. */
  readonly rentFen: Fen;
  readonly tier: Tier | null;
  readonly depositFen: Fen;
  readonly depositReceipt: string | null;
  readonly keysGivenOn: PlainDate | null;
  readonly keysBackOn: PlainDate | null;
  readonly endReason: string | null;
}

export type Field = keyof LeaseListEntry;

function tierInList(text: string): Read<Tier> {
  const value = tiers.find((tier) => tier === text.replace(/[类层级]$/, '').toUpperCase());
  return value ? { value } : wrong('须为 A 到 F', 'must be a tier from A to F');
}

const money = yuan(0, 100_000_000);

/** The columns of a lease list, in the order in which Linli writes them. */
export const leaseListColumns: Columns<LeaseListEntry> = {
  earlierNumber: { headings: ['合同编号', '合同号', '租约编号'], empty: null, read: name(40) },
  building: { headings: ['楼栋', '楼号', '楼栋名称'], read: name(40) },
  number: { headings: ['房号', '房间号', '门牌号'], read: name(20) },
  tenant: { headings: ['姓名', '承租人', '租客'], read: name(60) },
  phone: { headings: ['手机号', '手机', '电话'], read: mobileNumberInList },
  documentType: { headings: ['证件类型'], empty: 'id_card', read: documentTypeInList },
  documentNumber: { headings: ['证件号码', '证件号', '身份证号'], empty: null, read: name(40) },
  from: { headings: ['起租日', '开始日期', '租期开始'], read: day },
  lastDay: { headings: ['到期日', '结束日期', '租期结束'], read: day },
  rentFen: { headings: ['月租金(元)', '月租金', '租金(元/月)'], read: money },
  tier: { headings: ['人才层次', '层次'], empty: null, read: tierInList },
  depositFen: { headings: ['押金(元)', '押金'], empty: 0, read: money },
  depositReceipt: { headings: ['押金收据号', '押金收据'], empty: null, read: name(40) },
  keysGivenOn: { headings: ['交房日', '入住日'], empty: null, read: day },
  keysBackOn: { headings: ['退房日', '交还日'], empty: null, read: day },
  endReason: { headings: ['退租原因', '离开原因'], empty: null, read: name(200) },
};

export function headingOf(field: Field): string {
  return leaseListColumns[field].headings[0];
}
