import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  calendarMonth,
  id,
  instant,
  line,
  lines,
  plainDate,
  searchText,
  sixDigits,
  timeOfDay,
} from '../../src/kernel/contract.js';
import { fieldMessage } from '../../src/platform/http/field-messages.js';

const messagesOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).map((issue) => ({ zh: fieldMessage(issue, 'zh-CN'), en: fieldMessage(issue, 'en') }));
};

describe('what is wrong with a field', () => {
  it.each<[string, z.ZodType, unknown, string, string]>([
    ['a control character', line(9), 'a\u0000', '换行', 'one line'],
    ['a line break in one line', line(9), 'a\nb', '换行', 'one line'],
    ['a turn of direction', searchText, '李\u202e芳', '控制字符', 'control characters'],
    ['a tab in several lines', lines(9), 'a\tb', '制表符', 'tabs'],
    ['a date of another form', plainDate, '1.9.2026', '如 2026-09-01', 'such as 2026-09-01'],
    ['a day that is none', plainDate, '2026-02-30', '日历上没有这一天', 'no such day'],
    ['a time', timeOfDay, '7 pm', '如 19:00', 'such as 19:00'],
    ['a month', calendarMonth, '2026-13', '如 2026-09', 'such as 2026-09'],
    ['a code', sixDigits, '12345', '6 位数字', 'six digits'],
    ['an id', id, '1', '编号', 'an id'],
    ['a pattern of any contract', z.string().regex(/^[a-z]{3}$/), '1', '格式不正确', 'right form'],
    ['nothing given', z.string(), undefined, '必填', 'required'],
    ['text for a number', z.int(), 'x', '须为数字', 'a number'],
    ['a half', z.int(), 1.5, '须为整数', 'a whole number'],
    ['an empty text', line(9), ' ', '不能为空', 'not be empty'],
    ['a long text', line(2), 'abc', '最多 2 个字符', '2 characters at most'],
    ['too little', z.int().min(3), 2, '不能小于 3', '3 or more'],
    ['too much', z.int().max(3), 4, '不能大于 3', '3 or less'],
    ['too few', z.array(z.int()).min(1), [], '至少 1 项', 'at least 1'],
    ['an unknown field', z.strictObject({}), { foo: 1 }, 'foo', 'no such field: foo'],
  ])('is said once and in words: %s', (_, schema, value, zh, en) => {
    const messages = messagesOf(schema, value);
    expect(messages).toEqual([{ zh: expect.stringContaining(zh), en: expect.stringContaining(en) }]);
    expect(JSON.stringify(messages)).not.toMatch(/pattern|正则|\\\\|undefined|received|期望/);
  });

  it('says no pattern of an instant either', () => {
    expect(JSON.stringify(messagesOf(instant, 'tomorrow'))).not.toMatch(/pattern|正则|\\\\/);
  });
});
