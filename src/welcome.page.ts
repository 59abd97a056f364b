import { createHash } from 'node:crypto';
import type { CatalogueClass, EveningView } from './evening-school/catalogue.contract.js';
import { yuan } from './kernel/money.js';
import { inLanguage } from './kernel/text.js';
import type { Language } from './kernel/text.js';
import { dateInWords, momentInWords, Temporal, weekdayInWords } from './kernel/time.js';
import { escapeHtml } from './platform/http/html.js';

export interface WelcomeFacts {
  readonly language: Language;
  readonly zone: string;
  readonly evening: EveningView;
  readonly open: readonly CatalogueClass[];
  /** When enrolment opens next; null when nothing is planned. */
  readonly opensNextAt: string | null;
  readonly showsOutbox: boolean;
  readonly demoStaff: readonly { name: string; email: string }[];
}

const style = `
:root{--ink:#16302b;--soft:#4b635c;--line:#d5e0db;--paper:#f5f8f6;--card:#fff;--deep:#0f5d50;--warm:#9a4a12;--warm-bg:#fdf1e4}
@media (prefers-color-scheme:dark){:root{--ink:#e7efec;--soft:#a9bdb6;--line:#2c413b;--paper:#0f1b18;--card:#172723;--deep:#7fd6c2;--warm:#f2b27c;--warm-bg:#33261a}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.65 system-ui,-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif;color:var(--ink);background:var(--paper)}
.in{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{border-bottom:1px solid var(--line);background:var(--card)}
header .in{padding-top:2rem;padding-bottom:1.75rem}
.top{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
h1{font-size:clamp(1.9rem,6vw,2.6rem);line-height:1.15;margin:0;letter-spacing:.02em}
h1 small{font-size:.5em;font-weight:400;color:var(--soft);margin-left:.4em}
.lead{font-size:1.1rem;max-width:38rem;margin:.75rem 0 0;color:var(--soft)}
h2{font-size:1.25rem;margin:0 0 .25rem}
section{margin:2.25rem 0}
.hint{color:var(--soft);margin:0 0 1rem}
a{color:var(--deep);text-underline-offset:.2em}
a:focus-visible{outline:3px solid var(--deep);outline-offset:2px;border-radius:.2rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
ul.cards{list-style:none;margin:0;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr))}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.9rem 1.1rem;display:flex;flex-direction:column;gap:.1rem}
.card strong{font-size:1.05rem}
.card .time{color:var(--deep);font-weight:600;font-variant-numeric:tabular-nums}
.card span{color:var(--soft);font-size:.95rem}
.wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.6rem 1.1rem;border-top:1px solid var(--line);vertical-align:baseline}
thead th{border-top:0;color:var(--soft);font-weight:600;font-size:.9rem;white-space:nowrap}
tbody th{font-weight:600}
.sub{display:block;font-weight:400;color:var(--soft);font-size:.9rem}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.full{color:var(--warm)}
.links{list-style:none;padding:0;margin:.75rem 0 0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(13rem,100%),1fr))}
.links a{display:block;height:100%;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.9rem 1.1rem;text-decoration:none}
.links a:hover{border-color:var(--deep)}
.links b{display:block;text-decoration:underline;text-underline-offset:.2em}
.links span{color:var(--soft)}
.demo{background:var(--warm-bg);border-radius:.75rem;padding:1.1rem 1.25rem}
.demo ul{margin:.5rem 0 0;padding-left:1.2rem}
code{overflow-wrap:anywhere}
footer{border-top:1px solid var(--line);color:var(--soft);padding:1.25rem 0 2rem;font-size:.9rem}
@media (max-width:34rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,th,td{display:block}
tr{padding:.75rem 1.1rem;border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
th,td{border:0;padding:0}
td{display:inline;color:var(--soft)}
td+td::before{content:' · '}
td.full{color:var(--warm)}
}
`;

/** Nothing but this page's own style sheet: no script, no picture, no frame, no form. */
export const welcomePolicy = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const words = {
  lead: {
    zh: '社区预约，从夜校开始：在一个地方报名，按时收到提醒。人才公寓和文化中心随后加入。',
    en: 'Booking for a community, beginning with its evening school: enrol in one place, be reminded in time. Talent apartments and the culture centre follow.',
  },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  tonight: { zh: '今晚的课', en: 'On tonight' },
  next: { zh: '下一次上课', en: 'Next evening' },
  noEvening: { zh: '目前没有安排课程。', en: 'No session is planned at the moment.' },
  open: { zh: '正在报名', en: 'Open for enrolment' },
  openHint: {
    zh: '用手机号登录后即可报名；满员后自动进入候补，空出的名额按顺序通知。',
    en: 'Sign in by phone to enrol. When a class is full you join its line, and freed places are offered in order.',
  },
  nothingOpen: { zh: '目前没有开放报名的班。', en: 'No class takes enrolments at the moment.' },
  class: { zh: '课程', en: 'Class' },
  when: { zh: '时间', en: 'When' },
  places: { zh: '名额', en: 'Places' },
  fee: { zh: '费用', en: 'Fee' },
  free: { zh: '免费', en: 'free' },
  where: { zh: '去哪里', en: 'Where to go' },
  catalogue: { zh: '课程目录', en: 'Catalogue' },
  catalogueHint: { zh: '全部班级（JSON）', en: 'All classes, as JSON' },
  docs: { zh: '接口文档', en: 'API documentation' },
  docsHint: { zh: '每个接口，可直接试用', en: 'Every route, to read and to try' },
  outbox: { zh: '发件箱', en: 'Outbox' },
  outboxHint: { zh: '验证码和提醒（仅开发环境）', en: 'Sign-in codes and reminders (development only)' },
  health: { zh: '运行状态', en: 'Health' },
  healthHint: { zh: '数据库和队列是否正常', en: 'Whether database and queues answer' },
  demo: { zh: '演示账户', en: 'Demo accounts' },
  demoHint: {
    zh: '密码和动态码密钥见 npm start 打印的表格。居民用任意手机号登录，验证码在发件箱里。',
    en: 'Passwords and second factors are in the table that npm start printed. Residents sign in with any mobile number; the code is in the outbox.',
  },
  other: { zh: 'English', en: '中文' },
} as const;

type Word = keyof typeof words;

/** The page at `/`: what this is, what is on, what is open, where to go. Every value is escaped. */
export function welcomePage(facts: WelcomeFacts): string {
  const { language } = facts;
  const isEnglish = language === 'en';
  const t = (word: Word) => escapeHtml(inLanguage(words[word], language));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${isEnglish ? 'Linli' : '邻里 Linli'}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">${t('skip')}</a>
<header><div class="in">
<div class="top"><h1>${isEnglish ? 'Linli <small lang="zh-CN">邻里</small>' : '邻里 <small lang="en">Linli</small>'}</h1><a href="/?lang=${isEnglish ? 'zh' : 'en'}" lang="${isEnglish ? 'zh-CN' : 'en'}" hreflang="${isEnglish ? 'zh-CN' : 'en'}">${t('other')}</a></div>
<p class="lead">${t('lead')}</p>
</div></header>
<main class="in" id="content">
${tonight(facts, t)}
${openClasses(facts, t)}
${links(facts, t)}
${demo(facts, t)}
</main>
<footer><div class="in">${footer(facts)}</div></footer>
</body>
</html>
`;
}

type Say = (word: Word) => string;

function tonight({ evening, language }: WelcomeFacts, t: Say): string {
  if (evening.date === null) return section('evening', t('next'), `<p class="hint">${t('noEvening')}</p>`);
  const date = inLanguage(dateInWords(Temporal.PlainDate.from(evening.date)), language);
  const cards = evening.sessions.map((session) => {
    const [from, to] = [timeIn(session.startsAt), timeIn(session.endsAt)];
    const name = language === 'en' ? session.nameEn : session.name;
    const venue = language === 'en' ? session.venueEn : session.venue;
    const place = language === 'en' ? `${session.room}, ${venue}` : `${venue} ${session.room}`;
    return `<li class="card"><span class="time">${escapeHtml(from)}–${escapeHtml(to)}</span><strong>${escapeHtml(name)}</strong><span>${escapeHtml(place)}</span><span>${escapeHtml(session.teacher)}</span></li>`;
  });
  return section(
    'evening',
    evening.isToday ? t('tonight') : t('next'),
    `<p class="hint">${escapeHtml(date)}</p>\n<ul class="cards">\n${cards.join('\n')}\n</ul>`,
  );
}

function openClasses({ open, opensNextAt, language, zone }: WelcomeFacts, t: Say): string {
  if (open.length === 0) {
    const next = opensNextAt && momentInWords(Temporal.Instant.from(opensNextAt).toZonedDateTimeISO(zone));
    const opens = next
      ? { zh: `下次报名：${next.zh}。`, en: ` Enrolment opens next on ${next.en}.` }
      : { zh: '', en: '' };
    return section(
      'open',
      t('open'),
      `<p class="hint">${t('nothingOpen')}${escapeHtml(inLanguage(opens, language))}</p>`,
    );
  }
  const rows = open.map((each) => {
    const name = language === 'en' ? each.nameEn : each.name;
    const weekday = inLanguage(weekdayInWords(each.weekday), language);
    const fee = each.feeFen === 0 ? t('free') : `¥${yuan(each.feeFen)}`;
    return `<tr><th scope="row">${escapeHtml(name)}<span class="sub">${escapeHtml(each.teacher.name)}</span></th><td class="num">${escapeHtml(weekday)} ${escapeHtml(each.startsAtTime)}</td><td class="num${each.placesLeft === 0 ? ' full' : ''}">${escapeHtml(placesInWords(each, language))}</td><td class="num">${fee}</td></tr>`;
  });
  return section(
    'open',
    t('open'),
    `<p class="hint">${t('openHint')}</p>
<div class="wide"><table>
<thead><tr><th scope="col">${t('class')}</th><th scope="col">${t('when')}</th><th scope="col">${t('places')}</th><th scope="col">${t('fee')}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`,
  );
}

function placesInWords(each: CatalogueClass, language: Language): string {
  const { placesLeft, capacity, waiting } = each;
  if (placesLeft > 0) {
    return inLanguage({ zh: `余 ${placesLeft} / ${capacity}`, en: `${placesLeft} of ${capacity} left` }, language);
  }
  if (waiting === 0) return inLanguage({ zh: '已满', en: 'full' }, language);
  return inLanguage({ zh: `已满，候补 ${waiting} 人`, en: `full, ${waiting} in line` }, language);
}

function links({ showsOutbox }: WelcomeFacts, t: Say): string {
  const link = (href: string, title: Word, hint: Word) =>
    `<li><a href="${href}"><b>${t(title)}</b><span>${t(hint)}</span></a></li>`;
  const all = [
    link('/classes', 'catalogue', 'catalogueHint'),
    link('/docs', 'docs', 'docsHint'),
    ...(showsOutbox ? [link('/dev/outbox', 'outbox', 'outboxHint')] : []),
    link('/health/ready', 'health', 'healthHint'),
  ];
  return section('where', t('where'), `<ul class="links">\n${all.join('\n')}\n</ul>`);
}

function demo({ demoStaff }: WelcomeFacts, t: Say): string {
  if (demoStaff.length === 0) return '';
  const items = demoStaff.map(({ name, email }) => `<li><code>${escapeHtml(email)}</code> ${escapeHtml(name)}</li>`);
  return `<section class="demo" aria-labelledby="demo"><h2 id="demo">${t('demo')}</h2><p class="hint">${t('demoHint')}</p><ul>${items.join('')}</ul></section>`;
}

function section(id: string, title: string, body: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}\n</section>`;
}

function footer({ language, zone }: WelcomeFacts): string {
  return escapeHtml(
    inLanguage({ zh: `时间均为当地时间（${zone}）。`, en: `All times are local (${zone}).` }, language),
  );
}

/** `2026-09-01T19:00:00+08:00` → `19:00`; the offset is the house's own. */
function timeIn(iso: string): string {
  return iso.slice(11, 16);
}
