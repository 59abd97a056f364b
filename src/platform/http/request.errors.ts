import { refusals, when } from '../../kernel/refusal.js';
import { xlsxType } from './files.js';

const names: Readonly<Record<string, string>> = {
  'application/json': 'JSON',
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'text/csv': 'CSV',
  [xlsxType]: 'XLSX',
};

/** Of the types that have one: whoever has a photo looks for JPEG and not for a stream of octets. */
function namesOf(types: readonly string[]): string[] {
  return types.flatMap((type) => names[type] ?? []);
}

/** Refusals of the HTTP floor itself: what is wrong with the request before any feature sees it. */
export const requestRefusals = refusals('request', {
  invalid: when<{ fields: number }>('invalid', () => ({
    zh: '提交的内容有误，请按提示修改后重试。',
    en: 'Some of what was sent is not right; correct the fields named below and try again.',
  })),
  malformed: when('invalid', () => ({
    zh: '请求正文不是有效的 JSON。',
    en: 'The body of the request is not valid JSON.',
  })),
  too_large: when<{ limitBytes: number }>('too_large', ({ limitBytes }) => ({
    zh: `提交的内容过大，最多 ${Math.floor(limitBytes / 1024)} KB。`,
    en: `The body of the request is too large; at most ${Math.floor(limitBytes / 1024)} kB are taken.`,
  })),
  unsupported_type: when<{ taken: readonly string[] }>('unsupported', ({ taken }) => ({
    zh: `不接收这种类型的内容（Content-Type）。可以提交：${namesOf(taken).join('、')}。`,
    en: `This type of content is not taken (Content-Type); send it as ${namesOf(taken).join(', ')}.`,
  })),
  unexpected_body: when('invalid', () => ({
    zh: '这个地址不接收正文，请去掉后重试。',
    en: 'This address takes no body; send the request without one.',
  })),
  unexpected_query: when<{ fields: string[] }>('invalid', ({ fields }) => ({
    zh: `这个地址不接收查询参数：${fields.join('、')}。`,
    en: `This address takes no query parameters: ${fields.join(', ')}.`,
  })),
  database_away: when<{ retryAfterSeconds: number }>('unavailable', () => ({
    zh: '数据库暂时没有应答，不能确定这个请求是否已完成。请稍后用同一个 Idempotency-Key 重新提交。',
    en: 'The database does not answer at the moment, so it is not known whether this was done. Send it again shortly, with the same Idempotency-Key.',
  })),
  contended: when<{ retryAfterSeconds: number }>('unavailable', () => ({
    zh: '现在同时修改的人太多，这个请求没有执行，什么也没有改变。请稍后重新提交。',
    en: 'Too many people change the same thing at this moment; nothing was done. Send it again shortly.',
  })),
  no_such_route: when<{ method: string }>('not_found', () => ({
    zh: '没有这个地址。',
    en: 'There is nothing at this address.',
  })),
  bad_idempotency_key: when('invalid', () => ({
    zh: 'Idempotency-Key 须为 1 到 200 个可见字符。',
    en: 'Idempotency-Key must be 1 to 200 visible ASCII characters.',
  })),
  idempotency_key_reused: when('not_acceptable_now', () => ({
    zh: '这个 Idempotency-Key 已用于内容不同的请求，请换一个新的。',
    en: 'This Idempotency-Key was used with another request; take a new one.',
  })),
  foreign_origin: when('forbidden', () => ({
    zh: '请求来自其他网站，已拒绝。',
    en: 'The request comes from another website and was refused.',
  })),
  not_found: when('not_found', () => ({
    zh: '没有找到，或者它不属于你。',
    en: 'It was not found, or it is not yours.',
  })),
});
