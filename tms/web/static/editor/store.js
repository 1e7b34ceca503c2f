// What was typed, kept by the browser until the server has answered. Where the browser refuses, it is held
// by the page only, and `refused` says so.

/** @typedef {{key: string, address: string, id: string, segment: string, text: string, version: number, revision: number, taken: number, stamp: string}} Kept */

export const state = { refused: false };

/** @type {Promise<IDBDatabase | null>} */
const opened = new Promise((resolve) => {
  try {
    const asked = indexedDB.open("desk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("typed", { keyPath: "key" }).createIndex("address", "address");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
    asked.onblocked = () => resolve(null);
  } catch {
    resolve(null);
  }
}).then((db) => {
  if (!db) state.refused = true;
  return /** @type {IDBDatabase | null} */ (db);
});

/** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} step @returns {Promise<T | undefined>} */
async function take(mode, step) {
  const db = await opened;
  if (!db) return undefined;
  return new Promise((resolve, reject) => {
    try {
      const work = db.transaction("typed", mode);
      const asked = step(work.objectStore("typed"));
      work.oncomplete = () => resolve(asked.result);
      work.onerror = work.onabort = () => reject(work.error);
    } catch (error) {
      reject(error);
    }
  });
}

/** Keep a text; false where the browser refused it. @param {Kept} kept */
export async function keep(kept) {
  try {
    await take("readwrite", (store) => store.put(kept));
    return !state.refused;
  } catch {
    state.refused = true;
    return false;
  }
}

/** Let go of a text that the server has, unless another was typed since. @param {string} key @param {string} stamp */
export async function release(key, stamp) {
  try {
    const kept = /** @type {Kept | undefined} */ (await take("readonly", (store) => store.get(key)));
    if (kept && kept.stamp === stamp) await take("readwrite", (store) => store.delete(key));
  } catch {
    // It stays, and is offered again: nothing is lost.
  }
}

/** What is kept for a page. @param {string} address @returns {Promise<Kept[]>} */
export async function found(address) {
  try {
    return (await take("readonly", (store) => store.index("address").getAll(address))) || [];
  } catch {
    return [];
  }
}
