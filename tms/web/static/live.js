// Hear what happens at the desk while a page is open. One line for all who subscribe; it is closed while nobody
// looks at the page, and catches up from the last that was heard. Import it as "./live.js", so that a page has one.
// <meta name="live" content="CURSOR" data-article="SLUG"> says from where on, and that one article is enough.

/**
 * @typedef {{id: number, kind: string, who: string, mine: boolean, article: string, language: string,
 *   translation: string, segments: string[], state: string, version: number}} News
 * @typedef {{who: string, called: string, mine: boolean, article: string, language: string, segment: string, here: boolean}} Place
 * @typedef {{unread: number}} Notices
 */

/** @type {Set<{kinds: Set<string>, callback: (heard: any, kind: string) => void}>} */
const listeners = new Set();
/** @type {EventSource | null} */
let line = null;
const page = /** @type {HTMLElement | null} */ (document.querySelector('meta[name="live"]'));
let last = page?.getAttribute("content") || "";
let leaving = 0;

/** Whether the line is open now: while it is not, a page may ask by itself. */
export const now = { open: false };

/**
 * Call back for each of these kinds: the steps of the desk ("save", "submit", "return", "take", "correct", …),
 * "presence", "notices"; "news" is every step. "hello" says that the line is open, and once more after a break.
 * @param {string[]} kinds
 * @param {(heard: any, kind: string) => void} callback
 * @returns {() => void} ends it
 */
export function subscribe(kinds, callback) {
  const one = { kinds: new Set(kinds), callback };
  listeners.add(one);
  open();
  return () => void listeners.delete(one);
}

/** @param {string[]} kinds @param {any} heard */
function tell(kinds, heard) {
  for (const { kinds: wanted, callback } of [...listeners]) {
    const kind = kinds.find((each) => wanted.has(each));
    if (kind) callback(heard, kinds[0]);
  }
}

function open() {
  if (line || document.hidden || !listeners.size) return;
  const asked = new URLSearchParams({ ...(last && { since: last }), ...(page?.dataset.article && { article: page.dataset.article }) });
  line = new EventSource(`/live?${asked}`);
  line.addEventListener("open", () => (now.open = true));
  line.addEventListener("error", () => (now.open = false));
  for (const name of ["hello", "presence", "notices", "news"])
    line.addEventListener(name, (event) => {
      if (event.lastEventId) last = event.lastEventId;
      const heard = JSON.parse(event.data);
      tell(name === "news" ? [heard.kind, "news"] : [name], heard);
    });
}

function close() {
  now.open = false;
  line?.close();
  line = null;
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving);
  if (document.hidden) leaving = window.setTimeout(close, 30_000);
  else open();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
