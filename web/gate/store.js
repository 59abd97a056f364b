/*
 * What the device keeps, so that a day without a network loses nothing: the list of its gate, and every scan until the
 * house has it. Scans stay after that too, until a list knows of them: opened again, the page still knows who went in.
 */

const name = 'linli-gate';

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('lists');
      request.result.createObjectStore('scans', { keyPath: 'scanId' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened = open();

/** @template T @param {string} store @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} act @returns {Promise<T>} */
async function run(store, mode, act) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** @param {any} list */
export const keepList = (list) => run('lists', 'readwrite', (store) => store.put(list, list.gate.id));
/** @param {string} gateId */
export const keptList = (gateId) => run('lists', 'readonly', (store) => store.get(gateId));
/** @param {any} scan */
export const keepScan = (scan) => run('scans', 'readwrite', (store) => store.put(scan));
/** @returns {Promise<any[]>} */
export const keptScans = () => run('scans', 'readonly', (store) => store.getAll());

/** Scans that the house had before it was asked for the list: they are in it. @param {number} askedAt */
export async function forgetOld(askedAt) {
  for (const scan of await keptScans()) {
    if (scan.synced && (scan.syncedAt ?? 0) < askedAt)
      await run('scans', 'readwrite', (store) => store.delete(scan.scanId));
  }
}
