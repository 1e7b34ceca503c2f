// Hear what happens at the desk while a page is open. One line for all who subscribe; it is closed while nobody
// looks at the page, and catches up from the last that was heard. Import it as "./live.js", so that a page has one.

/**
 * @typedef {{id: number, kind: string, who: string, mine: boolean, article: string, language: string,
 *   translation: string, segments: string[], state: string, version: number}} News
 * @typedef {{who: string, mine: boolean, article: string, language: string, segment: string, here: boolean}} Place
 * @typedef {{unread: number}} Notices
 */

/** @type {Set<{kinds: Set<string>, callback: (heard: any, kind: string) => void}>} */
const listeners = new Set();
/** @type {EventSource | null} */
let line = null;
let last = document.querySelector('meta[name="live"]')?.getAttribute("content") || "";
let leaving = 0;

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
  line = new EventSource(last ? `/live?since=${encodeURIComponent(last)}` : "/live");
  for (const name of ["hello", "presence", "notices", "news"])
    line.addEventListener(name, (event) => {
      if (event.lastEventId) last = event.lastEventId;
      const heard = JSON.parse(event.data);
      tell(name === "news" ? [heard.kind, "news"] : [name], heard);
    });
}

function close() {
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
