import { z } from 'zod';
import { inLanguage } from '../../kernel/text.js';
import type { Language, Text } from '../../kernel/text.js';

const locales = { 'zh-CN': z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** What is wrong with one field, in words for whoever filled it in: no types, no patterns, no names of classes. */
export function fieldMessage(issue: z.core.$ZodIssue, language: Language): string {
  const words = wordsOf(issue);
  if (words) return inLanguage(words, language);
  const message = locales[language](issue as z.core.$ZodRawIssue);
  return (typeof message === 'string' ? message : message?.message) ?? issue.message;
}

function wordsOf(issue: z.core.$ZodIssue): Text | undefined {
  switch (issue.code) {
    case 'custom':
      return issue.params && { zh: String(issue.params.zh), en: String(issue.params.en) };
    case 'invalid_type':
      return issue.input === undefined ? required : mustBe[issue.expected];
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return formats[issue.format];
    case 'unrecognized_keys':
      return {
        zh: `没有这样的字段：${issue.keys.join('、')}，请核对名称或去掉`,
        en: `There is no such field: ${issue.keys.join(', ')}; check the name or leave it out`,
      };
    case 'invalid_value':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return undefined;
  }
}

const required: Text = { zh: '必填', en: 'It is required' };

const mustBe: Partial<Record<string, Text>> = {
  string: { zh: '须为文字', en: 'It must be text' },
  number: { zh: '须为数字', en: 'It must be a number' },
  int: { zh: '须为整数', en: 'It must be a whole number' },
  boolean: { zh: '须为 true 或 false', en: 'It must be true or false' },
  array: { zh: '须为列表', en: 'It must be a list' },
  object: { zh: '须为由字段组成的对象', en: 'It must be an object of fields' },
};

const formats: Partial<Record<string, Text>> = {
  uuid: { zh: '须为编号（UUID）', en: 'It must be an id (a UUID)' },
  regex: { zh: '格式不正确', en: 'It does not have the right form' },
  email: { zh: '须为电子邮箱地址', en: 'It must be an e-mail address' },
  datetime: {
    zh: '须为带时区的时刻，如 2026-09-01T19:00:00+08:00',
    en: 'It must be a moment with its offset, such as 2026-09-01T19:00:00+08:00',
  },
};

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): Text | undefined {
  if (origin === 'string' && minimum === 1) return { zh: '不能为空', en: 'It must not be empty' };
  if (origin === 'string') return { zh: `至少 ${minimum} 个字符`, en: `It needs at least ${minimum} characters` };
  if (origin === 'array') return { zh: `至少 ${minimum} 项`, en: `It needs at least ${minimum} entries` };
  if (!isNumber(origin)) return undefined;
  return inclusive
    ? { zh: `不能小于 ${minimum}`, en: `It must be ${minimum} or more` }
    : { zh: `须大于 ${minimum}`, en: `It must be more than ${minimum}` };
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): Text | undefined {
  if (origin === 'string') return { zh: `最多 ${maximum} 个字符`, en: `It may have ${maximum} characters at most` };
  if (origin === 'array') return { zh: `最多 ${maximum} 项`, en: `It may have ${maximum} entries at most` };
  if (!isNumber(origin)) return undefined;
  return inclusive
    ? { zh: `不能大于 ${maximum}`, en: `It must be ${maximum} or less` }
    : { zh: `须小于 ${maximum}`, en: `It must be less than ${maximum}` };
}

const isNumber = (origin: string) => origin === 'number' || origin === 'int';
