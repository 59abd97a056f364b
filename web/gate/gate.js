import { GateBook } from './decide.js';
import { startCamera } from './scanner.js';
import { forgetOld, keepList, keepScan, keptList, keptScans } from './store.js';
import { offerSlots, startWalkIns } from './walk-in.js';
import { clock, reasonWords, showZone } from './words.js';

/* The page at the door. It decides by its own list, asks the house where there is a network, and loses nothing where not. */

const find = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const everySeconds = { sync: 15, list: 60 };
const patienceMs = 2_500;

/** @type {GateBook | undefined} */
let book;
let isOnline = true;
/** The house answers and does not know who works here any more. */
let isSignedOut = false;
/** The house kept another time than this device's. */
let isClockOff = false;
/** @type {'in' | 'out'} */
let direction = 'in';
/** @type {(() => void) | undefined} */
let stopCamera;
const settings = {
  get gateId() {
    return localStorage.getItem('gate') ?? '';
  },
  get device() {
    return localStorage.getItem('device') ?? '';
  },
};

/** @param {string} path @param {any} [body] @param {Record<string, string>} [more] headers */
async function ask(path, body, more = {}) {
  const signal = AbortSignal.timeout(body?.scans?.length > 1 || path.includes('/list') ? 60_000 : patienceMs);
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) };
  const response = await fetch(path, { ...init, signal, credentials: 'same-origin', cache: 'no-store' }).catch(
    () => undefined,
  );
  if (response && !path.startsWith('/staff/')) isSignedOut = response.status === 401;
  setOnline(response !== undefined);
  return response;
}

/** @param {boolean} now */
function setOnline(now) {
  isOnline = now;
  void showStatus();
}

async function showStatus() {
  const scans = await keptScans();
  const waiting = scans.filter(isWaiting).length;
  const status = find('status');
  status.className = isOnline ? '' : 'offline';
  const list = book ? ` · 名单 ${book.tickets.size} 张 ${book.list.day} · list of ${book.tickets.size}` : '';
  const signIn = isSignedOut && book ? ' · 请重新登录，扫码照常 Sign in again; scanning goes on' : '';
  const stuck = scans.filter(({ refused }) => refused).length;
  const kept = stuck > 0 ? ` · 本馆不收 ${stuck} 条 the house does not take ${stuck}` : '';
  const off = isClockOff ? ' · 设备时钟不准，请校时 The clock of this device is wrong: set it' : '';
  status.textContent = `${isOnline ? '在线 Online' : '离线 Offline'} · 待同步 ${waiting} to sync${kept}${list}${off}${signIn}`;
  status.dataset.waiting = String(waiting);
}

/** @param {string} id */
function show(id) {
  // Signed out in the middle of work the door stays open: scans wait on the device.
  for (const part of ['sign-in', 'choose', 'work']) find(part).hidden = part !== id && !(part === 'work' && book);
}

async function start() {
  if ('serviceWorker' in navigator)
    await navigator.serviceWorker.register('/gate/sw.js', { scope: '/gate' }).catch(() => undefined);
  const response = await ask('/gates');
  if (response?.status === 401 || response?.status === 403) return show('sign-in');
  if (settings.gateId && settings.device) return work();
  if (!response?.ok) return void (find('status').textContent = '第一次使用需要联网 The first time needs a network');
  const { items } = await response.json();
  const select = find('choose').elements.gate;
  select.replaceChildren(...items.map((/** @type {any} */ gate) => new Option(`${gate.name} ${gate.nameEn}`, gate.id)));
  show('choose');
}

async function work() {
  show('work');
  // At once, and not when all is loaded: by then somebody may be typing elsewhere.
  find('code').focus();
  const kept = await keptList(settings.gateId);
  if (kept) await useList(kept);
  await loadList();
  await sync();
}

/** @param {any} list */
async function useList(list) {
  const next = new GateBook(list);
  const missing = (await keptScans()).filter((scan) => next.mayMiss(scan));
  for (const scan of missing.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) next.replay(scan);
  book = next;
  showZone(list.zone);
  find('gate-name').textContent = `${list.gate.name} ${list.gate.nameEn}`;
  await showStatus();
}

async function loadList() {
  const askedAt = Date.now();
  const response = await ask(`/gates/${settings.gateId}/list`);
  if (response?.status === 401) return show('sign-in');
  if (!response?.ok) return;
  const list = { ...(await response.json()), askedAt };
  await keepList(list);
  await forgetOld(askedAt);
  await useList(list);
}

/** @param {string} text */
async function scan(text) {
  if (!book || text.trim() === '') return;
  const started = performance.now();
  const seen = await book.decide(text, Date.now(), direction);
  await settle(seen, performance.now() - started);
}

/** @param {any} seen @param {number} tookMs */
async function settle(seen, tookMs) {
  const made = seen.code && {
    ...{ scanId: newId(), ticketId: seen.code.ticketId, issue: seen.code.issue, key: seen.code.key ?? null, direction },
    ...{ decision: seen.decision, reason: seen.reason, at: new Date().toISOString() },
  };
  let said = seen;
  let scanned = made && { ...made, gateId: settings.gateId, offline: true, synced: false };
  // Whether somebody is inside the house knows better than the list: they may have gone out by another gate since.
  if (made && (seen.decision === 'admitted' || seen.reason === 'already_used')) {
    const { answer } = await send(settings.gateId, [{ ...made, decision: 'admitted', reason: null, offline: false }]);
    if (answer) {
      const [result] = answer.results;
      said = { ...seen, decision: result.decision, reason: result.reason, before: result.enteredBefore };
      scanned = { ...scanned, decision: result.decision, reason: result.reason, offline: false, ...synced() };
    }
  }
  // A refusal of a ticket that is in the list is told later; one of a code that nobody knows has no ticket to be told of.
  if (scanned && (scanned.decision === 'admitted' || seen.ticket)) {
    await keepScan(scanned);
    book?.replay(scanned);
  }
  showResult(said, tookMs);
  await showStatus();
}

/** @param {string} gateId @param {any[]} scans @returns {Promise<{ answer?: any, isRefused?: boolean }>} refused: sent again it would be so again */
async function send(gateId, scans) {
  const response = await ask(`/gates/${gateId}/scans`, { device: settings.device, scans });
  if (!response?.ok) return { isRefused: [400, 404, 413, 422].includes(response?.status ?? 0) };
  const answer = await response.json();
  const wasOff = (/** @type {any} */ result) => result.keptAt !== null;
  if (answer.results.some((/** @type {any} */ { outcome }) => outcome === 'recorded'))
    isClockOff = answer.results.some(wasOff);
  return { answer };
}

/** The house has it, as of now by the clock of the device. */
const synced = () => ({ synced: true, syncedAt: Date.now() });

const isWaiting = (/** @type {any} */ { synced, refused }) => !synced && !refused;

/** Sends what the house does not have yet; the same scan sent twice counts once. */
async function sync() {
  const waiting = (await keptScans()).filter(isWaiting);
  for (const [gateId, scans] of Map.groupBy(waiting, (scan) => scan.gateId ?? settings.gateId)) {
    for (let from = 0; from < scans.length; from += 500) {
      if (!(await hand(gateId, scans.slice(from, from + 500)))) return showStatus();
    }
  }
  await showCounts();
  await showStatus();
}

/**
 * Of scans that are refused together each half is sent by itself, down to the one that is the reason: it is set aside, and
 * the others arrive. False: there is no network, or nobody is signed in, and all of them wait.
 * @param {string} gateId @param {any[]} scans @returns {Promise<boolean>}
 */
async function hand(gateId, scans) {
  const { answer, isRefused } = await send(
    gateId,
    scans.map(({ synced: _, syncedAt: __, gateId: ___, day: ____, refused: _____, ...scan }) => scan),
  );
  if (answer) for (const scan of scans) await keepScan({ ...scan, ...synced() });
  if (answer || !isRefused) return Boolean(answer);
  if (scans.length === 1) {
    await keepScan({ ...scans[0], refused: true });
    return true;
  }
  const half = Math.ceil(scans.length / 2);
  return (await hand(gateId, scans.slice(0, half))) && (await hand(gateId, scans.slice(half)));
}

/** @param {any} said @param {number} tookMs */
function showResult(said, tookMs) {
  const result = find('result');
  const { zh, en } = reasonWords(said.reason);
  const isIn = said.decision === 'admitted';
  const ticket = said.ticket;
  result.className = said.decision;
  result.dataset.reason = said.reason ?? '';
  result.dataset.took = tookMs.toFixed(1);
  const used = said.before ? `${said.before.gate} ${clock(said.before.at)}` : said.usedAt ? clock(said.usedAt) : '';
  const lines = [
    isIn ? '' : `${zh} ${en}${used ? ` · ${used}` : ''}`,
    ticket ? `${ticket[3]} ${ticket[4] ? `(${ticket[4]})` : ''} ${ticket[6]} ${ticket[5]}` : '',
    said.slot ? `${said.slot.title} ${clock(said.slot.startsAt)}–${clock(said.slot.endsAt)}` : '',
    said.note === 'not_in_list' ? '名单之后预约 Booked after the list was loaded' : '',
  ].filter((line) => line.trim() !== '');
  const head = document.createElement('b');
  head.textContent = isIn ? (direction === 'in' ? '请进 Come in' : '已离场 Left') : '不能进 No entry';
  result.replaceChildren(
    head,
    ...lines.map((line) => Object.assign(document.createElement('div'), { textContent: line })),
  );
  navigator.vibrate?.(isIn ? 60 : [120, 60, 120]);
}

async function showCounts() {
  const [counts, conflicts] = await Promise.all([ask(`/gates/${settings.gateId}/counts`), ask('/gate-conflicts')]);
  if (counts?.ok) {
    const { items } = await counts.json();
    const head = ['场次 Slot', '在内 Inside', '已到 Came', '预约 Booked', '现场 Walk-ins', '空位 Free'];
    const rows = items.map((/** @type {any} */ one) => [
      clock(one.startsAt) + ' ' + one.title,
      one.inside,
      one.entered,
      one.booked,
      one.walkIns,
      one.placesAtDoor,
    ]);
    fill(find('counts'), head, rows);
    offerSlots(items);
  }
  if (conflicts?.ok) {
    const { conflicts: all } = await conflicts.json();
    const rows = all.map((/** @type {any} */ one) => [
      one.reference,
      one.holder ?? '',
      one.entries.map((/** @type {any} */ entry) => `${entry.gate} ${clock(entry.at)}`).join(', '),
    ]);
    fill(find('conflicts'), rows.length === 0 ? [] : ['重复入场 Entered twice', '', ''], rows);
  }
}

/** @param {HTMLTableElement} table @param {string[]} head @param {(string | number | Node)[][]} rows */
function fill(table, head, rows) {
  const row = (/** @type {(string | number | Node)[]} */ cells, /** @type {string} */ tag) => {
    const line = document.createElement('tr');
    for (const cell of cells) {
      const element = document.createElement(tag);
      element.append(typeof cell === 'number' ? String(cell) : cell);
      line.append(element);
    }
    return line;
  };
  table.replaceChildren(...(head.length > 0 ? [row(head, 'th')] : []), ...rows.map((cells) => row(cells, 'td')));
}

/** @param {string} search */
function lookUp(search) {
  if (!book) return;
  const rows = book.find(search).map((ticket) => {
    const button = document.createElement('button');
    button.textContent = direction === 'in' ? '放行 Let in' : '离场 Leave';
    button.onclick = () => book && settle(book.decideByHand(ticket, Date.now(), direction), 0);
    return [ticket[3], ticket[4], ticket[5], ticket[6], button];
  });
  fill(find('found'), rows.length === 0 ? ['没有找到 Nothing found'] : [], rows);
}

/** A uuid of version 7, as the house makes them. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(
    0,
    (BigInt(Date.now()) << 16n) | BigInt((bytes[6] ?? 0) << 8) | BigInt(bytes[7] ?? 0),
  );
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

find('sign-in').onsubmit = async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const response = await ask('/staff/sign-in', Object.fromEntries(new FormData(find('sign-in'))));
  if (response?.ok) return start();
  const problem = await response?.json().catch(() => undefined);
  // After the status that the answer brings by itself, which would otherwise stand over the reason.
  await showStatus();
  find('status').textContent = problem?.detail ?? problem?.title ?? '登录失败 Sign-in failed';
};
find('choose').onsubmit = (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const { gate, device } = find('choose').elements;
  localStorage.setItem('gate', gate.value);
  localStorage.setItem('device', device.value.trim());
  void work();
};
find('code').onchange = async () => {
  const { value } = find('code');
  find('code').value = '';
  await scan(value);
};
find('direction').onclick = () => {
  direction = direction === 'in' ? 'out' : 'in';
  find('direction').textContent = direction === 'in' ? '进 In' : '出 Out';
};
find('camera').onclick = async () => {
  const video = find('video');
  if (stopCamera) {
    stopCamera();
    stopCamera = undefined;
    video.hidden = true;
    return;
  }
  video.hidden = false;
  stopCamera = await startCamera(video, (text) => void scan(text)).catch((error) => {
    video.hidden = true;
    find('status').textContent = `摄像头不可用 No camera: ${error.message}`;
    return undefined;
  });
};
find('find').onsubmit = (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  lookUp(find('find').elements.search.value);
};
find('sync').onclick = async () => {
  await loadList();
  await sync();
};
startWalkIns(
  (body, key) =>
    ask(`/gates/${settings.gateId}/walk-ins`, { ...body, device: settings.device }, { 'idempotency-key': key }),
  () => void showCounts(),
);
find('leave').onclick = () => {
  localStorage.removeItem('gate');
  location.reload();
};
setInterval(() => void (book && sync()), everySeconds.sync * 1_000);
setInterval(() => void (book && loadList()), everySeconds.list * 1_000);
void start();
