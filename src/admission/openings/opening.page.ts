import { escapeHtml } from '../../platform/http/html.js';
import type { OpeningView } from './openings.contract.js';

const states: Readonly<Record<OpeningView['state'], string>> = {
  before: '未开始 · not open yet',
  running: '进行中 · open',
  paused: '已暂停 · paused',
  over: '已结束 · over',
};

/** An opening on the wall of the office. It loads itself again every two seconds; nothing in it needs a script. */
export function openingPage(view: OpeningView): string {
  const { total, lately, waitingRoom: room } = view;
  const facts = [
    ['到达 / 秒 · arrivals a second', ((room ? lately.tickets : lately.asked) / 5).toFixed(1)],
    ['录取 / 秒 · places given a second', (lately.placed / 5).toFixed(1)],
    ['已录取 · places given', total.placed],
    ['候补 · in a line', total.waiting],
    ['被拒 · refused', total.refused],
    ...(room
      ? [
          ['等候室 · in the waiting room', room.waiting],
          ['放行 / 秒 · let in a second', `${room.rate} / ${room.perSecond}`],
          ['预计等候 · wait for a newcomer', room.waitSeconds === null ? '—' : `${room.waitSeconds} s`],
        ]
      : []),
  ];
  const places = view.places.map(
    ({ title, titleEn, capacity, taken, waiting }) => `<tr>
      <td>${escapeHtml(title)} <small>${escapeHtml(titleEn)}</small></td>
      <td><meter min="0" max="${capacity}" value="${taken}">${taken}</meter></td>
      <td class="n">${taken} / ${capacity}</td><td class="n">${waiting}</td></tr>`,
  );
  const refusals = view.refusals.map(
    ({ code, count }) => `<tr><td><code>${escapeHtml(code)}</code></td><td class="n">${count}</td></tr>`,
  );
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(view.title)} · Linli 邻里</title>
<style>
  body { font: 16px/1.5 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; color: #0f172a; background: #f8fafc; }
  .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .75rem; padding: 0; }
  .facts div { background: #fff; border: 1px solid #e2e8f0; border-radius: .75rem; padding: .5rem .75rem; }
  dt, small { color: #475569; font-size: .8rem; }
  dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
  .notice { background: #fef3c7; border: 1px solid #b45309; border-radius: .75rem; padding: .5rem .75rem; }
  table { width: 100%; border-collapse: collapse; background: #fff; margin: 1rem 0; }
  th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e2e8f0; }
  .n { text-align: right; font-variant-numeric: tabular-nums; }
  meter { width: 10rem; }
</style>
</head>
<body>
<h1>${escapeHtml(view.title)} <small>${escapeHtml(view.titleEn)}</small></h1>
<p><strong>${states[view.state]}</strong> · ${escapeHtml(view.opensAt)} – ${escapeHtml(view.closesAt)}</p>
${view.notice === null ? '' : `<p class="notice" role="status">${escapeHtml(view.notice)}<br>${escapeHtml(view.noticeEn ?? '')}</p>`}
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
<table><thead><tr><th>课程 Class</th><th>名额 Places</th><th class="n">已占 Taken</th><th class="n">候补 Waiting</th></tr></thead>
<tbody>${places.join('') || '<tr><td colspan="4">还没有发布的课程 · Nothing published yet.</td></tr>'}</tbody></table>
<table><thead><tr><th>拒绝原因 Refused because of</th><th class="n">人次 Times</th></tr></thead>
<tbody>${refusals.join('') || '<tr><td colspan="2">无 · None.</td></tr>'}</tbody></table>
</body>
</html>
`;
}
