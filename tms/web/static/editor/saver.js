// Sends what was typed to the desk, one request for a sentence at a time, until the desk has answered.

import { address, now, on, root, say, tell } from "./page.js";
import * as store from "./store.js";

/** @typedef {{id: string, segment: string, text: string, version: number, revision: number, taken: number, stamp: string, sent: string, flying: boolean, dirty: boolean, tries: number, timer: number, unanswered: Set<string>, stuck: string, after: string, done: ((ok: boolean) => void)[]}} Entry */

/** @type {Map<string, Entry>} */
const entries = new Map();
const tab = Math.random().toString(36).slice(2);
let count = 0;
const PAUSE = 600;
/** What a browser keeps belongs to who typed it, whoever signs in there next. */
const place = `${address}@${root.dataset.me}`;
const same = (/** @type {string} */ a, /** @type {string} */ b) => a.trim().normalize("NFC") === b.trim().normalize("NFC");

export const line = { lost: false };

/** The entry of a sentence, made from its row where there is none. @param {HTMLElement} row @returns {Entry} */
export function entry(row) {
  const id = row.dataset.id || "";
  const known = entries.get(id);
  if (known) return known;
  const made = blank(id, row.id.slice(2), Number(row.dataset.v), now.revision);
  entries.set(id, made);
  return made;
}

/** The entry of a sentence in a part that is not shown. @param {{id: string, segment: string, version: number}} found @returns {Entry} */
export function unseen({ id, segment, version }) {
  const known = entries.get(id);
  if (known) return known;
  const made = blank(id, segment, version, now.revision);
  entries.set(id, made);
  return made;
}

/** @param {string} id @param {string} segment @param {number} version @param {number} revision @returns {Entry} */
function blank(id, segment, version, revision) {
  return { id, segment, version, revision, text: "", taken: 0, stamp: "", sent: "", flying: false, dirty: false, tries: 0, timer: 0, unanswered: new Set(), stuck: "", after: "", done: [] };
}

/** @param {string} id */
export const known = (id) => entries.get(id);
export const all = () => [...entries.values()];

/** Keep a text that was typed, and send it soon. @param {Entry} to @param {string} text in notation @param {number} [pause] */
export function typed(to, text, pause = PAUSE) {
  to.text = text;
  to.dirty = true;
  keep(to);
  show();
  if (!to.stuck) plan(to, pause);
}

/** @param {Entry} to */
function keep(to) {
  to.stamp = `${tab}-${++count}`;
  const { id, segment, text, version, revision, taken, stamp } = to;
  store.keep({ key: `${place}#${id}`, address: place, id, segment, text, version, revision, taken, stamp }).then((kept) => {
    if (!kept) show();
  });
}

/** @param {Entry} to @param {number} pause */
function plan(to, pause) {
  clearTimeout(to.timer);
  to.timer = setTimeout(() => flush(to), pause);
}

/** Send now. `step` is submit, confirm or reopen, which save first. @param {Entry} to @param {string} [step] @returns {Promise<boolean>} whether the desk did it */
export function flush(to, step = "") {
  clearTimeout(to.timer);
  if (step) to.after = step;
  return new Promise((resolve) => {
    to.done.push(resolve);
    send(to);
  });
}

/** @param {Entry} to */
async function send(to) {
  if (to.flying || to.stuck) return;
  if (!to.dirty && !to.after) return finish(to, true);
  const step = to.after;
  const { text, stamp } = to;
  to.flying = true;
  to.unanswered.add(text);
  show();
  const revision = step ? now.revision : to.revision;
  let answer;
  try {
    answer = await fetch(`${address}/${to.id}`, {
      method: "PUT",
      headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": now.csrf },
      body: JSON.stringify({ text, version: to.version, revision, taken: to.taken, do: step || "save", unanswered: [...to.unanswered].filter((mine) => mine !== text).slice(-9) }),
      keepalive: text.length < 15000,
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    return again(to);
  } finally {
    to.flying = false;
  }
  if (answer.status >= 500) return again(to);
  const body = await answer.json().catch(() => null);
  line.lost = false;
  if (answer.ok && body && !answer.redirected) return took(to, body, text, stamp, step);
  if (answer.status === 401 || answer.redirected || !body || body.error?.code === "forged" || body.error?.code === "sign-in-needed") {
    stop(to, "expired");
    tell("expired");
    return;
  }
  if (answer.status === 409 && body.code === "conflict") {
    if (body.ours || [...to.unanswered].some((mine) => same(mine, body.current))) {
      // It was ours: the desk took it, and only its answer was lost.
      to.version = body.version;
      to.dirty = !same(to.text, body.current);
      to.unanswered.clear();
      if (to.dirty || to.after) return send(to);
      store.release(`${place}#${to.id}`, stamp);
      return finish(to, true);
    }
    stop(to, "clash");
    tell("clash", { entry: to, body });
    return;
  }
  stop(to, answer.status === 404 ? "gone" : "refused");
  tell("refused", { entry: to, message: answer.status === 404 ? say("gone") : body.message || body.error?.message });
}

/** @param {Entry} to @param {any} body @param {string} text @param {string} stamp @param {string} step */
function took(to, body, text, stamp, step) {
  to.version = body.version;
  to.tries = 0;
  to.unanswered.clear();
  to.sent = text;
  if (to.after === step) to.after = "";
  tell("took", { entry: to, body, text, step });
  if (to.stamp !== stamp && to.text !== text) {
    keep(to); // with the version it goes on from
    return plan(to, PAUSE);
  }
  to.dirty = false;
  to.taken = 0;
  store.release(`${place}#${to.id}`, to.stamp);
  if (to.after) return send(to);
  finish(to, true);
}

/** @param {Entry} to */
function again(to) {
  to.tries += 1;
  line.lost = true;
  show();
  plan(to, Math.min(1000 * 2 ** (to.tries - 1), 15000) * (0.75 + Math.random() / 2));
}

/** @param {Entry} to @param {string} why */
function stop(to, why) {
  to.stuck = why;
  if (why !== "expired") to.after = "";
  finish(to, false);
}

/** @param {Entry} to @param {boolean} ok */
function finish(to, ok) {
  for (const resolve of to.done.splice(0)) resolve(ok);
  show();
}

/** Go on after a choice or a new sign-in. @param {Entry} to */
export function release(to) {
  to.stuck = "";
  if (to.dirty) plan(to, 0);
  show();
}

/** Send all that waits. */
export function retry() {
  for (const each of entries.values()) {
    if (each.stuck === "expired") each.stuck = "";
    if ((each.dirty || each.after) && !each.stuck) plan(each, 0);
  }
}

/** What this browser kept from before, sent as if it had just been typed. */
export async function recover() {
  for (const kept of await store.found(place)) {
    if (entries.get(kept.id)?.dirty) continue;
    const made = blank(kept.id, kept.segment, kept.version, kept.revision);
    Object.assign(made, { text: kept.text, taken: kept.taken, stamp: kept.stamp, dirty: true });
    entries.set(kept.id, made);
    tell("recovered", made);
    plan(made, 0);
  }
  show();
}

/** Where the words are: saved, saving, kept, notsaved, or "" before anything was typed. @param {Entry} [of] */
export function where(of) {
  const looked = of ? [of] : [...entries.values()];
  const waiting = looked.filter((each) => each.dirty);
  if (!waiting.length) return looked.some((each) => each.sent) ? "saved" : "";
  if (waiting.some((each) => each.stuck || each.tries)) return store.state.refused ? "notsaved" : "kept";
  return "saving";
}

let shown = 0;
function show() {
  clearTimeout(shown);
  shown = setTimeout(() => tell("where"), 0);
}

addEventListener("online", retry);
document.addEventListener("visibilitychange", () => {
  for (const each of entries.values()) if (each.dirty && !each.stuck) plan(each, 0);
});
addEventListener("beforeunload", (event) => {
  if (store.state.refused && [...entries.values()].some((each) => each.dirty)) event.preventDefault();
});
on("signedin", retry);
