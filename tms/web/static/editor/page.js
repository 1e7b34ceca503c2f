// What the page says of itself: where it came from, who reads it, its sentences in the reader's language.

export const root = /** @type {HTMLElement} */ (document.getElementById("editor"));
export const address = root.dataset.address || "";

/** What changes while the page is open. */
export const now = {
  csrf: root.dataset.csrf || "",
  revision: Number(root.dataset.revision),
  last: Number(root.dataset.last),
  /** A revision that came meanwhile. */
  seen: 0,
};

/** @type {Record<string, string>} */
const sentences = JSON.parse(document.getElementById("words")?.textContent || "{}");
const digits = root.dataset.digits || "0123456789";

/** A sentence of the page with its places filled. @param {string} name @param {Record<string, string | number>} [values] */
export function say(name, values = {}) {
  return (sentences[name] || name).replace(/%\((\w+)\)s/g, (_, key) => {
    const value = values[key] ?? "";
    return typeof value === "number" ? String(value).replace(/[0-9]/g, (digit) => digits[Number(digit)]) : value;
  });
}

/** @param {string} html */
export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Listeners by what happened. @type {Map<string, ((detail: any) => void)[]>} */
const listeners = new Map();

/** @param {string} what @param {(detail: any) => void} listener */
export function on(what, listener) {
  listeners.set(what, [...(listeners.get(what) || []), listener]);
}

/** @param {string} what @param {any} [detail] */
export function tell(what, detail) {
  for (const listener of listeners.get(what) || []) listener(detail);
}

/** Read from the desk. @param {string} path */
export async function read(path) {
  const answer = await fetch(`${address}${path}`, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(20000) });
  if (answer.status === 401 || answer.redirected) tell("expired");
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}
