import { describe, expect, it } from '@jest/globals';
import { drawLeaseContract } from '../../src/apartments/leases/lease-contract.pdf.js';
import type { ContractFacts } from '../../src/apartments/leases/lease-contract.rules.js';
import type { LeaseView } from '../../src/apartments/leases/leases.contract.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { leaseEnd } from '../../src/apartments/renewals/renewal.rules.js';
import { Temporal } from '../../src/kernel/time.js';
import { readPdf, unwrapped } from '../support/read-pdf.js';

const startsOn = Temporal.PlainDate.from('2026-09-01');
const hash = 'ab'.repeat(32);

function rentOfMonth(month: number): LeaseView['rents'][number] {
  const startOf = (n: number) => (n === 0 ? startsOn : leaseEnd(startsOn, n).add({ days: 1 })).toString();
  return {
    leaseMonth: month,
    from: startOf(month - 1),
    until: startOf(month),
    ...{ totalFen: 186_325, subsidyFen: 60_000, netFen: 126_325 },
    split: { person: 63_163, employer: 37_897, zone: 25_265 },
    lines: [
      { what: 'share_of_market', areaM2: 135, fenPerM2: 2_570, percent: 50, amountFen: 173_475 },
      { what: 'over_standard', areaM2: 5, fenPerM2: 2_570, percent: 100, amountFen: 12_850 },
    ],
  };
}

/** A lease in force of a year from 2026-09-01, signed by both. */
function given(changes: Partial<ContractFacts> = {}, lease: Partial<LeaseView> = {}, months = 12): ContractFacts {
  return {
    number: '2026-0001',
    house: { name: '菁英公寓', address: '金港大道1号' },
    tenant: { name: '王小明', document: { type: 'id_card', masked: '110***********002X' } },
    spouse: null,
    floor: 2,
    policy: defaultPolicy,
    countersignedBy: '李老师',
    lease: {
      ...{ id: 'a', reference: 'E7KM-4QXR', state: 'let', kind: 'full_term', policyVersion: 3, termNumber: 1 },
      unit: { id: 'u', building: '1号楼', buildingEn: 'No. 1', number: '0201', layout: '一室一厅', areaM2: 140 },
      tenant: { id: 't', name: '王小明' },
      ...{ startsOn: startsOn.toString(), endsOn: leaseEnd(startsOn, months).toString(), heldUntil: null },
      household: { tier: 'E', spouseTier: null, degree: 'bachelor' },
      monthlyNetFen: 126_325,
      deposit: { amountFen: 186_325, payer: 'person', chargeId: null },
      ...{ signedAt: '2026-08-20T10:00:00+08:00', signatureHash: hash, countersignedAt: '2026-08-21T09:30:00+08:00' },
      ...{
        keysGivenOn: null,
        keysBackOn: null,
        earlierNumber: null,
        billedFrom: null,
        renewal: null,
        previousId: null,
        nextId: null,
        endReason: null,
      },
      coResidents: [],
      employer: null,
      rents: Array.from({ length: months }, (_, index) => rentOfMonth(index + 1)),
      ...lease,
    },
    ...changes,
  };
}

describe('the contract of a lease', () => {
  it('says who, what, from when until when, for how much, and who has signed what', async () => {
    const text = unwrapped((await readPdf(await drawLeaseContract(given()))).text);
    for (const said of [
      '合同编号2026-0001',
      '租约编号E7KM-4QXR',
      '甲方（出租方）菁英公寓，金港大道1号',
      '乙方（承租方）王小明，居民身份证110***********002X',
      '菁英公寓1号楼0201出租给乙方居住：一室一厅，第2层，面积140平方米',
      '自2026年9月1日起至2027年8月31日止（首尾两日均在内），共12个月',
      '政策第3版计算，乙方人才层次E',
      '押金1863.25元，由乙方缴纳',
      '自2027年6月2日起、至2027年8月1日止（当日在内）提出续租；甲方自2027年7月2日起复核资格',
      '要约14日内有效；续签的租约自2027年9月1日起',
      '届满后60日内腾退',
      '终止后90日内腾退',
      '日均额的200%计收占用费',
      '第七百零七条',
      '以同等条件优先承租的权利（第七百三十四条第二款）',
      '2026-09-01至2026-09-30',
      '市场租金135m²×25.70×50%=1734.75',
      '超标准面积5m²×25.70×100%=128.50',
      '1863.25600.001263.25631.63378.97252.65',
      '合计22359.007200.0015159.007579.564547.643031.80',
      '王小明，2026-08-2010:00:00+08:00，手机验证码签署',
      `SHA-256${hash}`,
      '菁英公寓，经办人李老师，2026-08-2109:30:00+08:00',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('草稿');
  });

  it('is the same to the byte for the same lease, with the time of the signature as its only date', async () => {
    const [once, again] = [await drawLeaseContract(given()), await drawLeaseContract(given())];
    expect(once.equals(again)).toBe(true);
    const { info } = await readPdf(once);
    expect(info).toMatchObject({ Title: '人才公寓租赁合同 2026-0001', CreationDate: 'D:20260820020000Z' });
    expect((await drawLeaseContract(given({ number: '2026-0002' }))).equals(once)).toBe(false);
  });

  it('brings its font along, only the characters that it uses', async () => {
    const bytes = await drawLeaseContract(given());
    const plain = bytes.toString('latin1');
    expect(plain).toMatch(/\/FontName \/[A-Z]{6}\+NotoSansSC/);
    expect(plain).toMatch(/\/FontFile[23] \d+ 0 R/);
    expect(plain).not.toMatch(/\/BaseFont \/Helvetica/);
    expect(bytes.length).toBeLessThan(150_000);
  });

  it('numbers every page, and repeats the headings of a table that goes on', async () => {
    const { pages } = await readPdf(await drawLeaseContract(given({}, {}, 60)));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, index) => {
      expect(unwrapped(page)).toContain(`2026-0001·第${index + 1}页，共${pages.length}页`);
      if (index > 0) expect(unwrapped(page)).toContain('起止计算明细租金补贴应缴个人单位园区');
    });
    const text = unwrapped(pages.join(''));
    for (let month = 1; month <= 60; month++) expect(text).toContain(rentOfMonth(month).from + '至');
  });

  it('is marked as a draft on every page until it has a number', async () => {
    const unsigned = { state: 'held', signedAt: null, signatureHash: null, countersignedAt: null } as const;
    const bytes = await drawLeaseContract(given({ number: null, countersignedBy: null }, unsigned));
    const { pages, text } = await readPdf(bytes);
    for (const page of pages) expect(unwrapped(page)).toContain('草稿E7KM-4QXR·第');
    expect(unwrapped(text)).toContain('草稿·未生效');
    expect(unwrapped(text)).toContain('乙方签署未签署');
    expect(bytes.equals(await drawLeaseContract(given({ number: null, countersignedBy: null }, unsigned)))).toBe(true);
  });

  it.each([
    ['欧阳赟', '欧阳赟，居民'],
    ['买买提·艾力', '买买提·艾力，'],
    ['𠮷田', '〓(U+20BB7)田，'],
    ['Zoe\u0308', 'Zoë，'],
    ['王\u0000\u202e明', '王〓(U+0000)〓(U+202E)明，'],
    ['%s \\( <b> )', '%s\\(<b>)，'],
    ['龍繁體囍', '龍繁體囍，'],
    ['王'.repeat(200), '王'.repeat(200)],
    ['', '乙方（承租方），居民'],
  ])('writes the name %j, and what the font lacks with its number', async (name, written) => {
    const facts = given({ tenant: { name, document: { type: 'id_card', masked: '110***********002X' } } });
    expect(unwrapped((await readPdf(await drawLeaseContract(facts))).text)).toContain(written);
  });

  it('names the spouse, an employer who pays the deposit, and that nothing more is owed where there is none', async () => {
    const spouse = { name: '李婧', document: { type: 'passport', masked: 'E12***456' } };
    const household = { tier: null, spouseTier: 'B', degree: null } as const;
    const deposit = { amountFen: 200_000, payer: 'employer', chargeId: null } as const;
    const text = unwrapped((await readPdf(await drawLeaseContract(given({ spouse }, { household, deposit })))).text);
    expect(text).toContain('同住配偶李婧，护照E12***456');
    expect(text).toContain('第3版计算，配偶人才层次B');
    expect(text).toContain('押金2000.00元，由乙方所在单位缴纳');
    const none = given({}, { deposit: { amountFen: 0, payer: 'person', chargeId: null } });
    expect(unwrapped((await readPdf(await drawLeaseContract(none))).text)).toContain('本租约不另收押金');
  });
});
