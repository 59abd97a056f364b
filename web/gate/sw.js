/* Keeps the page itself on the device. Lists and scans are kept by the page, and nothing else is answered from here. */

/** @type {any} */
const worker = self;
const cacheName = 'linli-gate-1';
const files = [
  '/gate',
  '/gate/gate.js',
  '/gate/decide.js',
  '/gate/store.js',
  '/gate/scanner.js',
  '/gate/walk-in.js',
  '/gate/words.js',
  '/gate/gate.css',
  '/gate/barcode-detector.js',
  '/gate/zxing_reader.wasm',
];

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files))
      .then(() => worker.skipWaiting()),
  );
});
worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(worker.clients.claim());
});
const patienceMs = 3_000;

/** @param {any} event @param {string} pathname */
async function fromNetwork(event, pathname) {
  const response = await fetch(event.request);
  if (response.ok) await (await caches.open(cacheName)).put(pathname, response.clone());
  return response;
}

/*
 * From the network first, so that a new version comes at once; from the device where there is none, or where it does not
 * answer: a network that swallows what is sent must not keep the page shut.
 */
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || !files.includes(pathname)) return;
  const network = fromNetwork(event, pathname);
  event.waitUntil(network.catch(() => undefined));
  const kept = async () => (await caches.match(pathname)) ?? network;
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs)).then(kept);
  event.respondWith(Promise.race([network, late]).catch(kept));
});
