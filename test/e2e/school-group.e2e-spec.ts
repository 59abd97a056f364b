import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { lapseBookings } from '../../src/admission/index.js';
import { givenGate, scanOf, sendScans } from '../support/given-gate.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import { idCardOf, visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const xlsx = { headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } };
const about = 'kind=school&organisation=港城小学&contact=陈老师&phone=13800000001&purpose=参观学习';

async function nameList(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('名单');
  sheet.addRow(['姓名', '证件类型', '证件号码']);
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
const pupils = (count: number) =>
  Array.from({ length: count }, (_, index) => [`学生${index + 1}`, '身份证', idCardOf('2016-09-01')]);

describe('a school group', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const ask = async (teacher: GivenResident, slotId: string | undefined, rows: readonly (readonly string[])[]) =>
    teacher.http.send<any>('POST', `/slots/${slotId}/group-requests?${about}`, await nameList(rows), xlsx);

  it('asks with a list of names, is held, approved, comes, and is counted', async () => {
    const { slots, hall } = await givenExhibition(linli, { places: 40 });
    const [teacher, clerk] = [await givenResident(linli), await givenStaff(linli, 'culture')];
    const asked = await ask(teacher, slots[0]?.id, pupils(35));
    expect(asked).toMatchObject({ status: 201, body: { state: 'asked', places: 35, organisation: '港城小学' } });
    const others = await (
      await givenResident(linli)
    ).http.post<any>(`/slots/${slots[0]?.id}/orders`, {
      visitors: ['甲', '乙', '丙'].map((name) => visitor(name)),
    });
    expect(others.body.state).toBe('confirmed');
    const listed = await clerk.http.get<any>('/group-requests?state=asked');
    expect(listed.body.items.map(({ id }: any) => id)).toContain(asked.body.id);
    const decide = () => clerk.http.post<any>(`/group-requests/${asked.body.id}/decision`, { decision: 'approved' });
    const [one, two] = await Promise.all([decide(), decide()]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    const order = (await teacher.http.get<any>(`/orders/${asked.body.orderId}`)).body;
    expect(order).toMatchObject({ state: 'confirmed', places: 35 });
    expect(order.tickets.every(({ state }: any) => state === 'valid')).toBe(true);
    expect((await messagesTo(linli, teacher.id)).map(({ kind }) => kind)).toEqual(['order.booked']);

    const gate = await givenGate(linli, hall.venueId);
    linli.clock.set('2026-08-25 09:10');
    const desk = (await givenStaff(linli, 'desk')).http;
    const came = order.tickets.slice(0, 30).map((ticket: any) => scanOf(ticket, '2026-08-25T09:10:00+08:00'));
    await sendScans(desk, gate.id, ...came);
    await desk.post(`/gates/${gate.id}/walk-ins`, { slotId: slots[0]?.id, places: 2, device: 'phone' });
    linli.clock.set('2026-08-25 12:00');
    const staff = await signedInAgain(linli, clerk, 'staff');
    const path = `/culture-report?from=2026-08-25&until=2026-08-25&itemId=${order.slot.itemId}`;
    const { body } = await staff.http.get<any>(path);
    expect(body.items[0]).toMatchObject({
      capacity: 40,
      booked: 38,
      came: 30,
      absent: 8,
      walkIns: 2,
      utilisation: 0.8,
    });
    expect(body.items[1]).toMatchObject({ booked: 0, absent: 0, utilisation: null });
    expect(body.totals).toMatchObject({ slots: 3, booked: 38, came: 30, walkIns: 2, utilisation: 0.8 });
    const file = await staff.http.get<Buffer>(path.replace('?', '.xlsx?'));
    const sheet = (await new ExcelJS.Workbook().xlsx.load(file.body as unknown as ArrayBuffer)).worksheets[0];
    expect(sheet?.getRow(1).values).toEqual(expect.arrayContaining(['Kind', 'Walk-ins', 'Utilisation (%)']));
    expect(sheet?.getRow(2).values).toEqual(expect.arrayContaining(['2026-08-25', '09:00', 40, 38, 30, 8, 2, 80]));
    expect((await staff.http.get<any>('/culture-report?from=2026-08-25&until=2025-08-25')).status).toBe(400);
    linli.clock.set('2026-08-20 10:00');
  });

  it('is decided once where two members of staff say different things at once', async () => {
    const clerk = await givenStaff(linli, 'culture');
    for (let round = 0; round < 5; round++) {
      const { slots } = await givenExhibition(linli, { places: 40, startsOn: '2026-08-29' });
      const asked = await ask(await givenResident(linli), slots[0]?.id, pupils(10));
      const decisions = [{ decision: 'approved' }, { decision: 'declined', reason: '布展' }];
      const answers = await Promise.all(
        [...decisions, ...decisions].map((body) =>
          clerk.http.post<any>(`/group-requests/${asked.body.id}/decision`, body),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    }
  });

  it('may wait for the house with two lists at once, and leaves the account its own day', async () => {
    const { slots } = await givenExhibition(linli, { places: 40, startsOn: '2026-08-29' });
    const teacher = await givenResident(linli);
    const first = await ask(teacher, slots[0]?.id, pupils(10));
    expect((await ask(teacher, slots[1]?.id, pupils(10))).status).toBe(201);
    const third = await ask(teacher, slots[2]?.id, pupils(10));
    expect([third.status, third.body.code]).toEqual([409, 'orders.too_many_groups']);
    const accepted = await teacher.http.post<any>(`/orders/${first.body.orderId}/acceptance`);
    expect(accepted.body.code).toBe('orders.group_undecided');
    const own = { visitors: [visitor('甲'), visitor('乙')] };
    expect((await teacher.http.post<any>(`/slots/${slots[2]?.id}/orders`, own)).status).toBe(201);
  });

  it('neither shrinks while the house decides nor moves by itself to a slot that nobody approved', async () => {
    const { slots } = await givenExhibition(linli, { places: 40 });
    const [teacher, clerk] = [await givenResident(linli), await givenStaff(linli, 'culture')];
    const { id, orderId } = (await ask(teacher, slots[0]?.id, pupils(3))).body;
    const order = (await teacher.http.get<any>(`/orders/${orderId}`)).body;
    const fewer = () => teacher.http.delete<any>(`/orders/${orderId}/tickets/${order.tickets[0].id}`);
    expect((await fewer()).body.code).toBe('orders.group_undecided');
    await clerk.http.post(`/group-requests/${id}/decision`, { decision: 'approved' });
    const moved = await teacher.http.post<any>(`/orders/${orderId}/slot`, { slotId: slots[1]?.id });
    expect(moved).toMatchObject({ status: 409, body: { code: 'orders.group_stays' } });
    expect((await fewer()).body).toMatchObject({ state: 'confirmed', places: 2 });
  });

  it('is told every wrong cell, and nothing is booked', async () => {
    const { slots } = await givenExhibition(linli);
    const teacher = await givenResident(linli);
    const [good] = pupils(1) as [string[]];
    const { status, body } = await ask(teacher, slots[0]?.id, [
      good,
      ['甲', '身份证', '123'],
      good,
      ['', '护照', 'E12345678'],
      ['乙', '工作证', 'X'],
    ]);
    expect([status, body.code]).toEqual([400, 'groups.list_has_errors']);
    expect(body.facts.errors.map(({ row, column }: any) => `${row} ${column}`)).toEqual([
      '3 证件号码',
      '4 证件号码',
      '5 姓名',
      '6 证件类型',
    ]);
    expect(JSON.stringify(body)).not.toContain(good[2]);
    expect((await teacher.http.get<any>('/me/orders')).body.total).toBe(0);
  });

  it('is never shown a whole number, also of a list without headings or with numbers in another column', async () => {
    const { slots } = await givenExhibition(linli);
    const teacher = await givenResident(linli);
    const [good] = pupils(1) as [[string, string, string]];
    const spaced = good[2].replace(/(\d{6})(\d{8})/, '$1 $2 ');
    const shifted = await ask(teacher, slots[0]?.id, [
      ['甲', good[2], '身份证'],
      ['乙', spaced, '身份证'],
    ]);
    expect(shifted.body.facts.errors[0]).toMatchObject({ row: 2, column: '证件类型', value: `…${good[2].slice(-4)}` });
    expect(JSON.stringify(shifted.body)).not.toContain(good[2]);
    expect(JSON.stringify(shifted.body)).not.toContain(good[2].slice(6, 14));
    const path = `/slots/${slots[0]?.id}/group-requests?${about}`;
    const headless = await teacher.http.send<any>('POST', path, `${good.join(',')}\n`, {
      headers: { 'content-type': 'text/csv' },
    });
    expect(headless.body.code).toBe('groups.list_has_errors');
    expect(JSON.stringify(headless.body)).not.toContain(good[2]);
  });

  it('is refused when it is too large, does not fit, or somebody in it has a ticket that day', async () => {
    const { slots } = await givenExhibition(linli, { rules: { bookDaysAhead: 30, largestGroup: 12 } });
    const teacher = await givenResident(linli);
    expect((await ask(teacher, slots[0]?.id, pupils(13))).body.code).toBe('groups.too_large');
    expect((await ask(teacher, slots[0]?.id, pupils(11))).body.code).toBe('admission.party_too_large');
    const child = visitor('小宝', '2016-09-01');
    await (await givenResident(linli)).http.post(`/slots/${slots[1]?.id}/orders`, { visitors: [child] });
    const list = [...pupils(3), ['小宝', '身份证', child.document.number]];
    const taken = await ask(teacher, slots[0]?.id, list);
    expect([taken.body.code, taken.body.facts.names]).toEqual(['orders.document_has_ticket', ['小宝']]);
    expect((await ask(teacher, slots[0]?.id, [])).body.code).toBe('groups.list_empty');
  });

  it('is declined with a reason, or lapses when nobody decides: its places go to others, and it is told', async () => {
    const { slots } = await givenExhibition(linli, { places: 10 });
    const [first, second] = [await givenResident(linli), await givenResident(linli)];
    const clerk = await givenStaff(linli, 'culture');
    const declined = await ask(first, slots[0]?.id, pupils(10));
    const full = await ask(second, slots[0]?.id, pupils(10));
    expect(full.body.code).toBe('admission.full');
    const answer = { decision: 'declined', reason: '当天有接待任务' };
    expect((await clerk.http.post<any>(`/group-requests/${declined.body.id}/decision`, answer)).body).toMatchObject({
      ...{ state: 'declined', reason: '当天有接待任务' },
    });
    expect((await messagesTo(linli, first.id)).at(-1)?.body).toContain('当天有接待任务');
    const asked = await ask(second, slots[0]?.id, pupils(10));
    expect(asked.body.holdsUntil).toBe('2026-08-23T10:00:00+08:00');
    linli.clock.set('2026-08-23 10:00');
    await linli.runJob(lapseBookings, {});
    expect((await second.http.get<any>(`/orders/${asked.body.orderId}/group-request`)).body.state).toBe('lapsed');
    expect((await messagesTo(linli, second.id)).map(({ kind }) => kind)).toEqual(['order.group_lapsed']);
    linli.clock.set('2026-08-20 10:00');
  });
});
