import { escapeHtml } from '../platform/http/html.js';
import type { OutboxView } from './reminders.contract.js';

/** The letters that no provider carries, for whoever tries Linli out. */
export function outboxPage({ items }: OutboxView, search: string): string {
  const letters = items.map(
    (letter) => `<article>
      <header><strong>${escapeHtml(letter.title)}</strong> <span>${escapeHtml(letter.to)} · ${escapeHtml(letter.sentAt)}</span></header>
      <p>${escapeHtml(letter.body)}</p>
    </article>`,
  );
  const none = search
    ? '没有匹配的消息 · Nothing matches.'
    : '还没有消息。登录验证码会出现在这里 · Nothing yet. Sign-in codes appear here.';
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>发件箱 Outbox · Linli 邻里</title>
<style>
  body { font: 16px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #0f172a; background: #f8fafc; }
  form { display: flex; gap: .5rem; margin: 1rem 0; }
  input { flex: 1; min-width: 0; font: inherit; padding: .5rem .75rem; border: 1px solid #94a3b8; border-radius: .5rem; }
  button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: .5rem; background: #0f766e; color: #fff; }
  article { background: #fff; border: 1px solid #e2e8f0; border-radius: .75rem; padding: .75rem 1rem; margin: .75rem 0; }
  article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; justify-content: space-between; }
  article span, .hint { color: #475569; font-size: .875rem; }
  article p { margin: .25rem 0 0; white-space: pre-line; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>发件箱 Outbox</h1>
<p class="hint">仅在开发环境中可见：没有短信和邮件服务时，消息都在这里。最新的在最上面。<br>
Development only: without an SMS gateway or a mail address, messages end here. The newest first.</p>
<form method="get"><input name="search" aria-label="搜索 Search" placeholder="手机号或内容 · phone or words" value="${escapeHtml(search)}"><button>查找 Find</button></form>
${letters.join('\n') || `<p>${none}</p>`}
</body>
</html>
`;
}
